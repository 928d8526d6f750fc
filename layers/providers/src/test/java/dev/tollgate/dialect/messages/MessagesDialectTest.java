package dev.tollgate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.ErrorResponse;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListPageResponse;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect.Asked;
import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesDialectTest {
    private static final MessagesDialect DIALECT = new MessagesDialect();

    private static Asked decode(Operation operation, String json) {
        try {
            return DIALECT.decode(operation, JsonBody.parse(json.getBytes(UTF_8)));
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void the_gateway_reads_the_alias_the_stream_flag_and_the_tags() {
        assertEquals(
                new Asked("m", true, Map.of("user_id", "u")),
                decode(
                        Operation.CHAT,
                        "{\"model\":\"m\",\"max_tokens\":1,\"stream\":true,\"messages\":[],\"metadata\":{\"user_id\":\"u\"}}"));
        assertEquals(
                new Asked("m", false, Map.of()),
                decode(Operation.COUNT_TOKENS, "{\"model\":\"m\",\"messages\":[]}"));
        assertEquals(
                new Asked("m", false, Map.of()),
                decode(
                        Operation.CHAT,
                        "{\"model\":\"m\",\"max_tokens\":1,\"stream\":null,\"messages\":[],\"metadata\":null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"max_tokens\":1,\"messages\":[]}                      | model: Field required",
                "{\"model\":1,\"max_tokens\":1,\"messages\":[]}          | model: Input should be a valid string",
                "{\"model\":\"m\",\"max_tokens\":1}                      | messages: Field required",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":{}}      | messages: Input should be a valid list",
                "{\"model\":\"m\",\"messages\":[]}                       | max_tokens: Field required",
                "{\"model\":\"m\",\"max_tokens\":\"1\",\"messages\":[]}  | max_tokens: Input should be a valid integer",
                "{\"model\":\"m\",\"max_tokens\":1.5,\"messages\":[]}    | max_tokens: Input should be a valid integer",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[],\"stream\":1} | stream: Input should be a valid boolean",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[],\"metadata\":[]} | metadata: Input should be a valid dictionary",
            })
    void what_is_missing_or_wrong_is_told_in_anthropics_words(String json, String message) {
        ApiError error = assertThrows(ApiError.class, () -> decode(Operation.CHAT, json));

        assertEquals(400, error.status());
        assertEquals(message, error.message());
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "402, billing_error",
        "403, permission_error",
        "404, not_found_error",
        "405, invalid_request_error",
        "413, request_too_large",
        "415, invalid_request_error",
        "429, rate_limit_error",
        "500, api_error",
        "502, api_error",
        "503, overloaded_error",
        "504, timeout_error",
        "529, overloaded_error",
    })
    void an_error_has_anthropics_envelope(int status, String type) throws Exception {
        ApiError error = ApiError.server(status, "c", "what \"is\" wrong");
        String envelope =
                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"what \\\"is\\\" wrong\"},\"request_id\":null}"
                        .formatted(type);

        assertEquals(envelope, new String(DIALECT.error(error), UTF_8));
        assertEquals(
                "event: error\ndata: " + envelope + "\n\n",
                new String(DIALECT.errorEvent(error), UTF_8));
        ErrorResponse read = ObjectMappers.jsonMapper().readValue(envelope, ErrorResponse.class);
        if (status != 413) { // documented, but not among the official client's types
            read.validate();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upstream_overloaded, overloaded_error",
        "upstream_timeout, timeout_error",
        "upstream_server_error, api_error",
    })
    void a_stream_says_what_it_broke_of(String code, String type) {
        String event = new String(DIALECT.errorEvent(ApiError.server(502, code, "m")), UTF_8);

        assertTrue(event.contains("\"error\":{\"type\":\"" + type + "\""), event);
    }

    @Test
    void anthropics_own_error_is_handed_on_as_it_is() {
        byte[] own = "{\"type\":\"error\"}".getBytes(UTF_8);

        assertEquals(own, DIALECT.error(ApiError.server(400, "c", "m").withBody(own)));
    }

    @Test
    void the_version_header_tells_who_speaks_it() {
        assertTrue(DIALECT.isSpokenIn(Headers.of("Anthropic-Version", "2023-06-01")));
        assertFalse(DIALECT.isSpokenIn(Headers.of("x-api-key", "tg_1")));
    }

    @Test
    void models_are_listed_as_official_clients_read_them() throws Exception {
        byte[] list = DIALECT.models(List.of("a", "b"));

        assertEquals(
                "{\"data\":[{\"type\":\"model\",\"id\":\"a\",\"display_name\":\"a\",\"created_at\":\"1970-01-01T00:00:00Z\"},"
                        + "{\"type\":\"model\",\"id\":\"b\",\"display_name\":\"b\",\"created_at\":\"1970-01-01T00:00:00Z\"}],"
                        + "\"has_more\":false,\"first_id\":\"a\",\"last_id\":\"b\"}",
                new String(list, UTF_8));
        assertEquals(
                "{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}",
                new String(DIALECT.models(List.of()), UTF_8));
        ObjectMappers.jsonMapper().readValue(list, ModelListPageResponse.class);
        ModelInfo model = ObjectMappers.jsonMapper().readValue(DIALECT.model("a"), ModelInfo.class);
        assertEquals("a", model.id());
        assertEquals("a", model.displayName());
    }
}
