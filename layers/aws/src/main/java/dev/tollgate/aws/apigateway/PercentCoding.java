package dev.tollgate.aws.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// A URL's path, which a REST API hands over as the caller wrote it, while query parameters come decoded.
final class PercentCoding {
    private PercentCoding() {}

    /// The path with every `%41` as the byte that it stands for; a `%` that starts no such triple stays.
    static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] written = path.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(written.length);
        for (int i = 0; i < written.length; i++) {
            if (written[i] == '%' && isHex(written, i + 1) && isHex(written, i + 2)) {
                decoded.write(
                        HexFormat.fromHexDigit(written[i + 1]) << 4
                                | HexFormat.fromHexDigit(written[i + 2]));
                i += 2;
            } else {
                decoded.write(written[i]);
            }
        }
        return decoded.toString(UTF_8);
    }

    private static boolean isHex(byte[] bytes, int at) {
        return at < bytes.length && HexFormat.isHexDigit(bytes[at]);
    }
}
