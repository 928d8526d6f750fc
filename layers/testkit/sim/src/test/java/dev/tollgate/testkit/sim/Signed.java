package dev.tollgate.testkit.sim;

import dev.tollgate.testkit.sim.bedrock.SigV4;
import dev.tollgate.testkit.sim.dialect.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// A request that is signed for AWS.
///
/// @param keyId the id of the access key
/// @param more headers that are signed, too, by name and value in turn
record Signed(String keyId, String secret, Instant at, String service, String... more) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    static Signed by(String keyId, String... more) {
        return new Signed(keyId, "sim-secret", Instant.now(), "bedrock", more);
    }

    /// The headers of a post, one a line.
    String headers(String path, String body) {
        var date = DATE.format(at);
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.put("content-type", List.of("application/json"));
        headers.put("host", List.of("sim"));
        headers.put("x-amz-date", List.of(date));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], List.of(more[i + 1]));
        }
        var signed = List.copyOf(headers.keySet());
        var scope = date.substring(0, 8) + "/eu-west-1/" + service + "/aws4_request";
        var request = new Request("POST", path, "", headers, body.getBytes(StandardCharsets.UTF_8));
        var signature = new SigV4(date, scope, signed).signature(request, secret);
        var lines = new ArrayList<String>();
        headers.forEach((name, values) -> lines.add(name + ": " + values.getFirst()));
        lines.add(
                "authorization: AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(keyId, scope, String.join(";", signed), signature));
        return String.join("\r\n", lines);
    }

    /// The bytes of a post.
    String post(String path, String body) {
        return """
        POST %s HTTP/1.1\r
        %s\r
        connection: close\r
        content-length: %d\r
        \r
        %s\
        """
                .formatted(
                        path,
                        headers(path, body),
                        body.getBytes(StandardCharsets.UTF_8).length,
                        body);
    }
}
