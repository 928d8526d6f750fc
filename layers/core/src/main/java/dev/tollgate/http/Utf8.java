package dev.tollgate.http;

import dev.tollgate.http.JsonBody.Malformed;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Checks that bytes are UTF-8 without NULs, so that no parser guesses another encoding (they go by zero bytes) or lets half a character pass.
final class Utf8 {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Utf8() {}

    /// @return where the text begins: after a byte order mark if there is one
    static int check(byte[] bytes) throws Malformed {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(8192, bytes.length + 1));
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new Malformed("byte " + in.position() + " is not UTF-8");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new Malformed("byte " + i + " is NUL");
            }
        }
        boolean marked =
                bytes.length >= 3
                        && ByteBuffer.wrap(bytes, 0, 3).equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
        return marked ? 3 : 0;
    }
}
