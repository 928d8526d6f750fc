package dev.tollgate.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Fitted;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.ModelFacts;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of callers who speak chat completions, as Anthropic gets them.
class AnthropicRequestTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static JsonNode json(String text) {
        return Json.tree(text.getBytes(UTF_8));
    }

    /// Without what every request has.
    private static void assertSent(String chat, String expected) {
        JsonNode sent = Messages.sent(Calls.chat(chat), "claude-opus-4-20250514");
        assertEquals(json(expected).toPrettyString(), sent.toPrettyString());
    }

    private static Fitted fit(String chat, String model) {
        try {
            Prompt prompt =
                    Calls.chat("{}").ask().language().read(JsonBody.parse(chat.getBytes(UTF_8)));
            return new AnthropicWire().fit(prompt, model, ModelFacts.UNKNOWN);
        } catch (JsonBody.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode written(Fitted fitted, String model) {
        return new AnthropicWire().request(fitted.prompt(), model, false, ModelFacts.UNKNOWN);
    }

    @Test
    void a_whole_conversation_is_told_as_anthropic_wants_to_hear_it() {
        assertSent(
                """
                {"model":"a","max_tokens":100,"temperature":0.5,"stop":["END"],"user":"u-1","parallel_tool_calls":false,
                 "messages":[
                  {"role":"system","content":"be brief"},
                  {"role":"user","content":"look"},
                  {"role":"user","content":[{"type":"text","text":"at this"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},
                    {"type":"image_url","image_url":{"url":"https://x.test/a.png"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
                    {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,w6k="}}]},
                  {"role":"assistant","content":"","tool_calls":[
                    {"id":"call.1:0","type":"function","function":{"name":"f","arguments":"{\\"a\\":[1,{\\"b\\":null}]}"}},
                    {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]},
                  {"role":"user","content":"and?"},
                  {"role":"tool","tool_call_id":"call.1:0","content":"one"},
                  {"role":"tool","tool_call_id":"call_2","content":""},
                  {"role":"developer","content":"be kind"}],
                 "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}},
                          {"type":"function","function":{"name":"g"}},
                          {"type":"function","function":{"name":"h","parameters":{"properties":{"x":{}}}}}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}
                """,
                """
                {"model":"claude-opus-4-20250514","max_tokens":100,"temperature":0.5,"stop_sequences":["END"],
                 "system":[{"type":"text","text":"be brief"},{"type":"text","text":"be kind"}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"look"},{"type":"text","text":"at this"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},
                    {"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},
                    {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"},
                    {"type":"document","source":{"type":"text","media_type":"text/plain","data":"é"},"title":"a.txt"}]},
                  {"role":"assistant","content":[
                    {"type":"tool_use","id":"call_1_0","name":"f","input":{"a":[1,{"b":null}]}},
                    {"type":"tool_use","id":"call_2","name":"g","input":{}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"call_1_0","content":[{"type":"text","text":"one"}]},
                    {"type":"tool_result","tool_use_id":"call_2"},
                    {"type":"text","text":"and?"}]}],
                 "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{}}},
                          {"name":"g","input_schema":{"type":"object"}},
                          {"name":"h","input_schema":{"properties":{"x":{}},"type":"object"}}],
                 "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
                 "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
                 "metadata":{"user_id":"u-1"}}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"auto\"     | {\"type\":\"auto\"}",
                "\"none\"     | {\"type\":\"none\"}",
                "\"required\" | {\"type\":\"any\"}",
                "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | {\"type\":\"tool\",\"name\":\"f\"}",
            })
    void the_choice_of_tools_has_its_words(String asked, String sent) {
        String chat =
                "{\"max_tokens\":9,%s,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":%s}"
                        .formatted(HI, asked);

        assertEquals(json(sent), written(fit(chat, "claude-3-haiku"), "m").path("tool_choice"));
    }

    @Test
    void a_streamed_call_asks_for_a_stream() {
        JsonNode sent =
                Messages.sent(Calls.stream("{\"max_tokens\":9," + HI + "}"), "claude-3-haiku");

        assertTrue(sent.path("stream").asBoolean());
    }

    @Test
    void thoughts_that_anthropic_signed_go_back_as_they_came_and_others_do_not() {
        assertSent(
                """
                {"max_tokens":9,"messages":[{"role":"user","content":"q"},
                 {"role":"assistant","content":"a","thinking_blocks":[
                   {"type":"thinking","thinking":"mine","signature":"tollgate:anthropic:EqQB"},
                   {"type":"thinking","thinking":"","signature":"tollgate:anthropic:redacted:Ab=="},
                   {"type":"thinking","thinking":"other","signature":"tollgate:gemini:x"}]}]}
                """,
                """
                {"model":"claude-opus-4-20250514","max_tokens":9,"messages":[
                 {"role":"user","content":[{"type":"text","text":"q"}]},
                 {"role":"assistant","content":[{"type":"thinking","thinking":"mine","signature":"EqQB"},
                   {"type":"redacted_thinking","data":"Ab=="},{"type":"text","text":"a"}]}]}
                """);
    }

    @Test
    void the_bound_on_an_answer_is_the_models_if_the_caller_sets_none() {
        Provider known =
                Anthropic.at(Anthropic.HOST, new ModelFacts(OptionalInt.of(777)), Calls.ESTIMATE);
        JsonNode sent =
                Json.tree(
                        Messages.prepare(Calls.chat("{" + HI + "}"), "claude-x", known)
                                .outgoing()
                                .body());

        assertEquals(777, sent.path("max_tokens").asInt());
    }

    @Test
    void without_any_bound_the_refusal_says_what_to_add_to_the_catalogue() {
        Untranslatable refusal =
                assertThrows(Untranslatable.class, () -> fit("{" + HI + "}", "claude-unheard-of"));

        assertTrue(
                refusal.message()
                        .contains(
                                "models: {\"PROVIDER/claude-unheard-of\": {\"maxOutputTokens\": N}}"),
                refusal.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "2", "-0.1"})
    void a_temperature_that_anthropic_does_not_take_is_refused(String temperature) {
        String chat = "{\"max_tokens\":9,\"temperature\":" + temperature + "," + HI + "}";

        Untranslatable refusal =
                assertThrows(Untranslatable.class, () -> fit(chat, "claude-sonnet-4-5"));

        assertEquals("temperature: anthropic takes 0 to 1", refusal.message());
    }

    @Test
    void arguments_that_are_no_object_are_refused() {
        String chat =
                """
                {"max_tokens":9,"messages":[{"role":"assistant","tool_calls":[
                  {"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":"}}]}]}
                """;

        assertThrows(Untranslatable.class, () -> Messages.sent(Calls.chat(chat), "claude-3-haiku"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "claude-3-7-sonnet-latest   | minimal | 20000 | {\"type\":\"enabled\",\"budget_tokens\":2000}  |",
                "claude-sonnet-4-20250514   | low     | 20000 | {\"type\":\"enabled\",\"budget_tokens\":4000}  |",
                "claude-opus-4-1-20250805   | medium  | 20000 | {\"type\":\"enabled\",\"budget_tokens\":10000} |",
                "claude-haiku-4-5           | high    | 20000 | {\"type\":\"enabled\",\"budget_tokens\":16000} |",
                "claude-opus-4-5-20251101   | xhigh   | 20000 | {\"type\":\"enabled\",\"budget_tokens\":18000} |",
                "claude-sonnet-4-5          | max     | 20000 | {\"type\":\"enabled\",\"budget_tokens\":19000} |",
                "claude-sonnet-4-5          | low     | 1500  | {\"type\":\"enabled\",\"budget_tokens\":1024}  |",
                "claude-sonnet-4-5          | low     | 1025  | {\"type\":\"enabled\",\"budget_tokens\":1024}  |",
                "claude-sonnet-4-5          | none    | 20000 |                         |",
                "claude-opus-4-6            | minimal | 9     | {\"type\":\"adaptive\"} | low",
                "claude-sonnet-4-6          | medium  | 9     | {\"type\":\"adaptive\"} | medium",
                "claude-opus-4-6            | xhigh   | 9     | {\"type\":\"adaptive\"} | high",
                "claude-opus-4-6            | max     | 9     | {\"type\":\"adaptive\"} | max",
                "claude-opus-4-7            | xhigh   | 9     | {\"type\":\"adaptive\"} | xhigh",
                "claude-opus-4-8            | none    | 9     |                         |",
                "claude-sonnet-5            | high    | 9     | {\"type\":\"adaptive\"} | high",
                "claude-sonnet-5            | none    | 9     | {\"type\":\"disabled\"} |",
                "our-own-model              | low     | 9     | {\"type\":\"adaptive\"} | low",
            })
    void an_effort_is_asked_for_as_the_model_knows_it(
            String model, String asked, int maxTokens, String thinking, String effort) {
        String chat =
                "{\"max_tokens\":%d,\"reasoning_effort\":\"%s\",%s}"
                        .formatted(maxTokens, asked, HI);
        Fitted fitted = fit(chat, model);
        JsonNode sent = written(fitted, model);

        assertEquals(List.of(), fitted.dropped());
        assertEquals(thinking == null ? "" : thinking, sent.path("thinking").toString());
        assertEquals(
                effort == null ? "" : effort, sent.path("output_config").path("effort").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-haiku-20241022, high, 9000, ''",
        "claude-3-haiku-20240307, low, 9000, ''",
        "claude-2.1, low, 9000, ''",
        "claude-sonnet-4-5, high, 1024, ''",
        "claude-fable-5, none, 9000, low",
        "claude-opus-5-5, none, 9000, low",
    })
    void an_effort_that_the_model_cannot_make_is_left_out_and_reported(
            String model, String asked, int maxTokens, String instead) {
        Fitted fitted =
                fit(
                        "{\"max_tokens\":%d,\"reasoning_effort\":\"%s\",%s}"
                                .formatted(maxTokens, asked, HI),
                        model);

        assertEquals(List.of("reasoning"), fitted.dropped());
        assertEquals(instead, written(fitted, model).path("output_config").path("effort").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "claude-sonnet-4-5 | {\"type\":\"enabled\",\"budget_tokens\":3000} |",
                "claude-opus-4-6   | {\"type\":\"enabled\",\"budget_tokens\":3000} |",
                "claude-opus-4-7   | {\"type\":\"adaptive\"} | thinking.budget_tokens",
            })
    void a_budget_is_used_as_it_is_where_there_is_such_a_thing(
            String model, String thinking, String dropped) {
        Prompt prompt =
                Messages.call(
                                "{\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":3000},%s}"
                                        .formatted(HI))
                        .ask()
                        .prompt();
        Fitted fitted = new AnthropicWire().fit(prompt, model, ModelFacts.UNKNOWN);

        assertEquals(json(thinking), written(fitted, model).path("thinking"));
        assertEquals(dropped == null ? "" : dropped, String.join(",", fitted.dropped()));
    }

    @Test
    void temperature_and_its_like_give_way_to_thinking() {
        Fitted fitted =
                fit(
                        "{\"max_tokens\":9000,\"reasoning_effort\":\"low\",\"temperature\":2,\"top_p\":0.5,\"top_k\":4,%s}"
                                .formatted(HI),
                        "claude-sonnet-4-5");

        assertEquals(List.of("temperature", "top_k", "top_p"), fitted.dropped());
        JsonNode sent = written(fitted, "m");
        assertTrue(sent.path("temperature").isMissingNode());
        assertTrue(sent.path("top_p").isMissingNode());
        assertTrue(sent.path("top_k").isMissingNode());
        assertEquals("enabled", sent.path("thinking").path("type").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-7, 0.2, 0.5, 'temperature, top_p', '', ''",
        "claude-opus-4-7, 1, 0.5, 'top_p', '', ''",
        "claude-opus-4-5, 0.2, 0.5, 'top_p', 0.2, ''",
        "claude-opus-4-5, 1, 0.5, '', '', 0.5",
        "claude-sonnet-4-0, 0.2, 0.5, '', 0.2, 0.5",
    })
    void what_a_model_does_not_let_anybody_choose_is_left_out_and_reported(
            String model,
            String temperature,
            String topP,
            String dropped,
            String sentT,
            String sentP) {
        Fitted fitted =
                fit(
                        "{\"max_tokens\":9,\"temperature\":%s,\"top_p\":%s,%s}"
                                .formatted(temperature, topP, HI),
                        model);

        assertEquals(dropped, String.join(", ", fitted.dropped()));
        assertEquals(sentT, written(fitted, model).path("temperature").asText());
        assertEquals(sentP, written(fitted, model).path("top_p").asText());
    }

    private static final String FORCED =
            "{\"max_tokens\":9000,\"reasoning_effort\":\"high\",%s,\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}"
                    .formatted(HI);

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-5, reasoning, ''",
        "claude-opus-4-6, '', adaptive",
        "claude-fable-5, '', adaptive",
    })
    void a_budget_gives_way_to_a_call_that_has_to_be_made(
            String model, String dropped, String thinking) {
        Fitted fitted = fit(FORCED, model);
        JsonNode sent = written(fitted, model);

        assertEquals(dropped, String.join(",", fitted.dropped()));
        assertEquals(thinking, sent.path("thinking").path("type").asText());
        assertEquals("any", sent.path("tool_choice").path("type").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1"})
    void a_model_that_calls_only_when_it_wants_to_is_not_asked(String model) {
        assertThrows(Untranslatable.class, () -> fit(FORCED, model));
    }

    private static final String UNTHINKING =
            """
            {"max_tokens":9000,"reasoning_effort":"high","messages":[{"role":"user","content":"q"},
             {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]%s},
             {"role":"tool","tool_call_id":"c","content":"r"}]}
            """;

    @Test
    void a_model_with_a_budget_does_not_think_on_about_a_call_made_without_its_thoughts() {
        assertEquals(
                List.of("reasoning"), fit(UNTHINKING.formatted(""), "claude-sonnet-4-5").dropped());
        assertEquals(
                List.of(),
                fit(
                                UNTHINKING.formatted(
                                        ",\"thinking_blocks\":[{\"thinking\":\"t\",\"signature\":\"tollgate:anthropic:E\"}]"),
                                "claude-sonnet-4-5")
                        .dropped());
        assertEquals(List.of(), fit(UNTHINKING.formatted(""), "claude-sonnet-4-6").dropped());
    }

    @Test
    void features_that_only_others_have_are_reported() {
        var prepared =
                Messages.prepare(
                        Calls.chat(
                                "{\"max_tokens\":9,\"seed\":1,\"logit_bias\":{\"1\":2},\"presence_penalty\":0.5,"
                                        + HI
                                        + "}"),
                        "claude-3-haiku");
        assertEquals(
                json(
                        "{\"model\":\"claude-3-haiku\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}"),
                Json.tree(prepared.outgoing().body()));
    }
}
