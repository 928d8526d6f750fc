package dev.tollgate.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagSourcesTest {

    private static Map<String, String> join(Headers headers, Map<String, String> metadata) {
        Tags defaults = Tags.lenient(Map.of("team", "growth", "feature", "default"));
        return TagSources.join(defaults, headers, metadata).values();
    }

    @Test
    void a_keys_defaults_hold_unless_the_call_says_otherwise() {
        assertEquals(
                Map.of("team", "growth", "feature", "summarize", "user_group", "beta"),
                join(
                        Headers.of("x-tollgate-tags", "feature=summarize, user_group=beta"),
                        Map.of()));
    }

    @Test
    void our_header_beats_metadata_beats_other_gateways_headers() {
        Headers headers =
                Headers.of("x-tollgate-tags", "a=own")
                        .with(
                                "x-portkey-metadata",
                                "{\"a\":\"portkey\",\"b\":\"portkey\",\"c\":3}");

        Map<String, String> tags = join(headers, Map.of("a", "meta", "b", "meta"));

        assertEquals("own", tags.get("a"));
        assertEquals("meta", tags.get("b"));
        assertEquals("3", tags.get("c"));
    }

    @Test
    void the_headers_of_other_gateways_are_read_as_tags() {
        Headers headers =
                Headers.of("x-litellm-tags", "nightly, jobID:214590")
                        .with("helicone-property-session", "abc");

        Map<String, String> tags = join(headers, Map.of());

        assertEquals("true", tags.get("nightly"));
        assertEquals("214590", tags.get("jobID"));
        assertEquals("abc", tags.get("session"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature", "=x", "a=", "a b=c", "é=c", "a=\u0007"})
    void a_malformed_tag_of_ours_is_a_400_that_names_the_header(String header) {
        ApiError error =
                assertThrows(
                        ApiError.class,
                        () -> join(Headers.of("x-tollgate-tags", header), Map.of()));

        assertEquals(400, error.status());
        assertEquals("x-tollgate-tags", error.param().orElseThrow());
    }

    @Test
    void what_was_written_for_others_is_made_to_fit() {
        Map<String, String> tags =
                join(
                        Headers.none(),
                        Map.of("user name", "a\nb", "empty", " ", "long", "x".repeat(999)));

        assertEquals("a b", tags.get("user_name"));
        assertEquals(Bounds.MAX_TAG_VALUE, String.valueOf(tags.get("long")).length());
        assertEquals(false, tags.containsKey("empty"));
    }

    @Test
    void what_others_wrote_never_makes_a_call_fail() {
        Map<String, String> many = new java.util.TreeMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("tag" + i, "x");
        }
        Headers headers = Headers.of("x-portkey-metadata", "no json");

        assertEquals(Tags.MAX_FOREIGN + 3, join(headers, many).size());
    }

    @Test
    void too_many_tags_are_refused() {
        StringBuilder header = new StringBuilder("a=b");
        for (int i = 0; i < Bounds.MAX_TAGS; i++) {
            header.append(",t").append(i).append("=x");
        }

        assertThrows(
                ApiError.class,
                () -> join(Headers.of("x-tollgate-tags", header.toString()), Map.of()));
    }
}
