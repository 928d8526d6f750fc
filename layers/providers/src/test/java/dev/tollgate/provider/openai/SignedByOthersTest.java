package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.wire.Outbound;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedByOthersTest {

    private static Outbound passed(String body) throws JsonBody.Malformed {
        return new ChatWire(Host.of("openai"))
                .pass(JsonBody.parse(body.getBytes(UTF_8)), "m", false);
    }

    @Test
    void what_another_provider_signed_is_not_sent_to_a_host_of_chat_completions() throws Exception {
        Outbound outbound =
                passed(
                        """
                        {"model":"m","messages":[{"role":"assistant","content":"a",
                          "thinking_blocks":[{"type":"thinking","thinking":"t","signature":"tollgate:anthropic:s"}],
                          "tool_calls":[{"id":"c","extra_content":{"tollgate":{"signature":"tollgate:gemini:s"}}}]}]}
                        """);

        assertEquals(List.of("thinking"), outbound.dropped());
        assertEquals(
                Json.tree(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{\"id\":\"c\"}]}]}"
                                .getBytes(UTF_8)),
                Json.tree(outbound.body()));
    }

    @Test
    void a_body_that_only_speaks_of_us_stays_as_it_is() throws Exception {
        String body =
                "{\"model\":\"m\", \"messages\":[{\"role\":\"user\",\"content\":\"tollgate: 1.0\"}]}";

        assertEquals(body, new String(passed(body).body(), UTF_8));
        assertEquals(List.of(), passed(body).dropped());
    }
}
