package dev.tollgate.testkit.sim.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The framing of server-sent events.
///
/// @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">The specification</a>
public final class Sse {

    private Sse() {}

    /// An event that has data only.
    public static byte[] data(byte[] data) {
        return join(utf8("data: "), data, utf8("\n\n"));
    }

    /// An event with a name.
    public static byte[] event(String name, byte[] data) {
        return join(utf8("event: " + name + "\ndata: "), data, utf8("\n\n"));
    }

    /// A line that readers skip.
    public static byte[] comment(String text) {
        return utf8(": " + text + "\n\n");
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
