package dev.tollgate.testkit.sim.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.testkit.sim.dialect.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against the signatures that AWS publishes.
class SigV4Test {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20150830T123600Z";

    @Test
    void the_plain_request_of_the_test_suite_is_signed_as_published() {
        var request =
                request(
                        "GET",
                        "/",
                        "",
                        Map.of("Host", "example.amazonaws.com", "X-Amz-Date", DATE));
        assertEquals(
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                sigV4("service", "host", "x-amz-date").signature(request, SECRET));
    }

    @Test
    void the_example_of_the_manual_is_signed_as_published() {
        var headers =
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "Host",
                        "iam.amazonaws.com",
                        "X-Amz-Date",
                        DATE);
        var request = request("GET", "/", "Action=ListUsers&Version=2010-05-08", headers);
        assertEquals(
                "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
                sigV4("iam", "content-type", "host", "x-amz-date").signature(request, SECRET));
    }

    @Test
    void a_path_is_encoded_as_it_was_sent() {
        var request = request("POST", "/model/a.b%3A0/converse", "", Map.of());
        var canonical = sigV4("bedrock").canonical(request);
        assertTrue(canonical.startsWith("POST\n/model/a.b%253A0/converse\n\n"), canonical);
    }

    private static SigV4 sigV4(String service, String... signed) {
        var scope = "20150830/us-east-1/" + service + "/aws4_request";
        return new SigV4(DATE, scope, List.of(signed));
    }

    private static Request request(
            String method, String path, String query, Map<String, String> headers) {
        var lists = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new Request(method, path, query, lists, new byte[0]);
    }
}
