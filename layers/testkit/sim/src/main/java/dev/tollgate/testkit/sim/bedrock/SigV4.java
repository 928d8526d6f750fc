package dev.tollgate.testkit.sim.bedrock;

import dev.tollgate.testkit.sim.dialect.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What AWS's Signature Version 4 computes of a request.
///
/// @param date the time of the request, as `20260801T120000Z`
/// @param scope the day, region, service and `aws4_request`, between slashes
/// @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a signed request</a>
public record SigV4(String date, String scope, List<String> signedHeaders) {

    public static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String HMAC = "HmacSHA256";
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    public SigV4 {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /// The signature of a request, in hexadecimal.
    public String signature(Request request, String secret) {
        var toSign =
                String.join("\n", ALGORITHM, date, scope, hex(sha256(utf8(canonical(request)))));
        var key = utf8("AWS4" + secret);
        for (var part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    /// The request in the one form that is signed. The path is encoded as it was sent, so what was
    /// `%3A` becomes `%253A`.
    String canonical(Request request) {
        var headers =
                signedHeaders.stream()
                        .map(name -> name + ":" + value(request, name) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                encoded(request.path()),
                query(request.query()),
                headers,
                String.join(";", signedHeaders),
                hex(sha256(request.body())));
    }

    private static String value(Request request, String name) {
        return request.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String query(String query) {
        if (query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&", -1))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String path) {
        var encoded = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c == '/' || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
