package dev.tollgate.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.responses.ResponsesWire;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Outbound;
import dev.tollgate.provider.wire.Provider.Prepared;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts;
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

    private static Call messages(String json) {
        return Calls.of(new MessagesDialect(), Operation.CHAT, json, false);
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "perplexity | n           | {\"n\":2}",
                "cohere     | n           | {\"n\":2}",
                "ollama     | n           | {\"n\":2}",
                "perplexity | tools       | {\"tools\":[{}]}",
                "ollama     | tool_choice | {\"tools\":[{}],\"tool_choice\":\"required\"}",
            })
    void what_makes_another_answer_is_never_left_out(String vendor, String name, String asked) {
        Untranslatable refusal =
                assertThrows(Untranslatable.class, () -> sent(vendor, Calls.chat(asked)));

        assertTrue(refusal.message().startsWith("'" + name + "' can't be said to '" + vendor));
    }

    @ParameterizedTest
    @CsvSource({"perplexity, tools, '', auto", "ollama, tool_choice, tools, required"})
    void nor_is_it_when_translated(String vendor, String name, String taken, String choice)
            throws IOException {
        String asked =
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"tools\":[{\"name\":\"f\",\"input_schema\":{}}]%s}";
        String forced = asked.replace("%s", ",\"tool_choice\":{\"type\":\"any\"}");
        Untranslatable refusal =
                assertThrows(Untranslatable.class, () -> sent(vendor, messages(forced)));

        assertTrue(refusal.message().contains("'" + name + "' can't be said to '" + vendor));
        if (!taken.isEmpty()) {
            assertTrue(sent(vendor, messages(asked.replace("%s", ""))).contains(taken), choice);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "perplexity | {\"n\":1,\"tools\":[]} | {\"model\":\"m\"}",
                "ollama     | {\"tools\":[{}],\"tool_choice\":\"auto\"} | {\"tools\":[{}],\"model\":\"m\"}",
            })
    void what_asks_for_nothing_is_left_out_quietly(String vendor, String asked, String sent) {
        Outbound outbound =
                new ChatWire(Host.of(vendor)).pass(Calls.chat(asked).body(), "m", false);

        assertEquals(Json.tree(sent.getBytes(UTF_8)), Json.tree(outbound.body()));
        assertEquals(List.of(), outbound.dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "gpt-5         | \"thinking\":{\"type\":\"adaptive\"} | ~~   | []",
                "gpt-5         | \"thinking\":{\"type\":\"disabled\"} | ~~   | []",
                "o3            | \"thinking\":{\"type\":\"disabled\"} | ~~   | []",
                "gpt-5.1       | \"thinking\":{\"type\":\"disabled\"} | none | []",
                "gpt-6         | \"thinking\":{\"type\":\"disabled\"} | none | []",
                "gpt-5         | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000} | low | []",
                "gpt-5         | \"output_config\":{\"effort\":\"high\"} | high | []",
                "gpt-4o        | \"output_config\":{\"effort\":\"high\"} | ~~ | [reasoning]",
                "gpt-4.1-mini  | \"thinking\":{\"type\":\"adaptive\"} | ~~ | [reasoning]",
                "gpt-3.5-turbo | \"thinking\":{\"type\":\"disabled\"} | ~~ | []",
            })
    void reasoning_is_asked_only_of_who_can_and_as_it_was_asked_for(
            String model, String asked, String effort, String dropped) {
        Prompt prompt =
                messages("{\"max_tokens\":9000,\"messages\":[]," + asked + "}").ask().prompt();
        for (Wire wire :
                List.of(new ChatWire(Host.of("openai")), new ResponsesWire(Host.of("openai")))) {
            Fitted fitted = wire.fit(prompt, model, ModelFacts.UNKNOWN);
            JsonNode sent = wire.request(fitted.prompt(), model, false, ModelFacts.UNKNOWN);

            assertEquals(
                    effort,
                    sent.path("reasoning_effort").asText("")
                            + sent.path("reasoning").path("effort").asText(""));
            assertEquals(effort.isEmpty(), !sent.has("reasoning_effort") && !sent.has("reasoning"));
            assertEquals(dropped, fitted.dropped().toString());
        }
    }

    @Test
    void responses_report_what_their_host_lacks_but_not_what_is_ours() throws IOException {
        Prompt prompt =
                messages("{\"max_tokens\":9,\"messages\":[],\"metadata\":{\"user_id\":\"u\"}}")
                        .ask()
                        .prompt();

        assertEquals(
                List.of("user"),
                new ResponsesWire(Host.of("mistral"))
                        .fit(prompt, "m", ModelFacts.UNKNOWN)
                        .dropped());
        assertEquals(
                List.of(),
                new ResponsesWire(Host.of("groq")).fit(prompt, "m", ModelFacts.UNKNOWN).dropped());
    }

    @Test
    void a_sentence_that_a_model_said_in_several_parts_stays_one() throws IOException {
        Call call =
                messages(
                        "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"It is \"},{\"type\":\"text\",\"text\":\"so.\"}]}]}");
        JsonNode sent = Json.tree(sent("openai", call).getBytes(UTF_8)).path("messages");

        assertEquals("a\nb", sent.path(0).path("content").asText());
        assertEquals("It is so.", sent.path(1).path("content").asText());
    }

    @Test
    void calls_without_ids_are_numbered_over_the_answer() throws Exception {
        String call = "{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        String message = "{\"message\":{\"tool_calls\":[%s,%s]}}".replace("%s", call);

        assertEquals(
                List.of("call_0", "call_1", "call_2", "call_3"),
                ChatAnswer.read(
                                Json.tree(
                                        ("{\"choices\":[" + message + "," + message + "]}")
                                                .getBytes(UTF_8)))
                        .parts()
                        .stream()
                        .map(part -> ((Part.ToolCall) part).id())
                        .toList());
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
