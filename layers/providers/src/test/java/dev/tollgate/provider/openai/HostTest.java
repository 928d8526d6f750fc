package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.ModelFacts;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Provider.Prepared;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Outcome.Answered;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is particular about hosts that speak OpenAI's API.
class HostTest {
    private static final URI BASE = URI.create("https://host.example/v1");

    private static Prepared prepare(String vendor, Call call) throws IOException {
        return OpenAi.at(Host.of(vendor), BASE, ModelFacts.UNKNOWN, Calls.ESTIMATE)
                .prepare(call, "m", Optional.of(new Secret("k")));
    }

    private static String sent(String vendor, Call call) throws IOException {
        return new String(prepare(vendor, call).outgoing().body(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "openai   | {\"model\":\"m\",\"max_completion_tokens\": 5,\"logit_bias\":{\"1\":2}}",
                "groq     | {\"model\":\"m\",\"max_completion_tokens\": 5}",
                "deepseek | {\"model\":\"m\",\"logit_bias\":{\"1\":2},\"max_tokens\":5}",
                "unheard-of | {\"model\":\"m\",\"logit_bias\":{\"1\":2},\"max_tokens\":5}",
            })
    void a_request_fits_its_host(String vendor, String sent) throws IOException {
        Call call =
                Calls.chat(
                        "{\"model\":\"alias\",\"max_completion_tokens\": 5,\"logit_bias\":{\"1\":2}}");

        assertEquals(
                Json.tree(sent.getBytes(UTF_8)), Json.tree(sent(vendor, call).getBytes(UTF_8)));
    }

    @Test
    void what_a_host_refuses_is_left_out_and_named_but_null_asks_for_nothing() throws IOException {
        Call call = Calls.chat("{\"model\":\"a\",\"logprobs\":true,\"store\":null}");

        Whole answer =
                (Whole)
                        ((Answered)
                                        prepare("groq", call)
                                                .reading()
                                                .read(
                                                        FakeReply.of(
                                                                200,
                                                                "{\"choices\":[{\"message\":{}}]}")))
                                .answer();

        assertEquals(List.of("logprobs"), answer.dropped());
        assertEquals("{\"model\":\"m\",\"store\":null}", sent("groq", call));
    }

    @Test
    void a_host_that_refuses_stream_options_is_not_asked_for_usage() throws IOException {
        assertEquals("{\"model\":\"m\"}", sent("mistral", Calls.stream("{\"model\":\"a\"}")));
    }

    @Test
    void the_key_stands_where_the_host_wants_it() throws IOException {
        Transport.Outgoing azure = prepare("azure", Calls.chat("{}")).outgoing();
        Transport.Outgoing groq = prepare("groq", Calls.chat("{}")).outgoing();

        assertEquals(Optional.of("k"), azure.headers().first("api-key"));
        assertEquals(Optional.of("Bearer k"), groq.headers().first("authorization"));
    }

    @Test
    void known_hosts_have_addresses_behind_tls() {
        assertTrue(
                Host.withAddress()
                        .containsAll(
                                List.of(
                                        "openai",
                                        "mistral",
                                        "groq",
                                        "deepseek",
                                        "xai",
                                        "openrouter",
                                        "together",
                                        "fireworks",
                                        "perplexity",
                                        "cerebras",
                                        "cohere")));
        for (String vendor : Host.withAddress()) {
            assertEquals("https", Host.of(vendor).baseUrl().orElseThrow().getScheme(), vendor);
        }
    }
}
