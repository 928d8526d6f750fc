package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Wire.Unreadable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiAnswerTest {
    private static final Gemini PROVIDER =
            Gemini.at(Gemini.PUBLIC, ModelFacts.UNKNOWN, Calls.ESTIMATE);

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(UTF_8));
    }

    private static Completion read(String parts, String more) throws Unreadable {
        return GeminiReader.whole(
                tree(
                        """
                        {"candidates":[{"content":{"role":"model","parts":[%s]},"finishReason":"STOP"%s}],
                         "responseId":"r-1","modelVersion":"gemini-x"}
                        """
                                .formatted(parts, more)));
    }

    private static Optional<Signature> signed(String value) {
        return Optional.of(new Signature("gemini", value));
    }

    private static Part signature(String value) {
        return new Part.Thinking("", signed(value));
    }

    @Test
    void texts_thoughts_and_signatures_are_parts_in_their_order() throws Unreadable {
        Completion answer =
                read(
                        """
                        {"text":"h","thought":true},{"text":"m","thought":true,"thoughtSignature":"A"},
                        {"text":"on","thought":true},{"text":"Hel"},{"text":"lo","thoughtSignature":"B"},
                        {"text":"there"},{"text":"","thoughtSignature":"C"},{"text":""}
                        """,
                        "");

        assertEquals(
                List.of(
                        new Part.Thinking("hm", signed("A")),
                        new Part.Thinking("on", Optional.empty()),
                        Part.Text.of("Hello"),
                        signature("B"),
                        Part.Text.of("there"),
                        signature("C")),
                answer.parts());
        assertEquals("r-1", answer.id());
        assertEquals("gemini-x", answer.model());
        assertEquals(Finish.STOP, answer.finish());
    }

    @Test
    void a_call_without_an_id_gets_one_that_is_its_own() throws Unreadable {
        Completion answer =
                read(
                        """
                        {"functionCall":{"name":"f","args":{"x":0.12345678901234567891,"y":["z"]}},"thoughtSignature":"A"},
                        {"functionCall":{"name":"f"}},{"functionCall":{"name":"g","args":{},"id":"own"}}
                        """,
                        "");

        assertEquals(
                List.of(
                        new Part.ToolCall(
                                "call_r-1_0",
                                "f",
                                "{\"x\":0.12345678901234567891,\"y\":[\"z\"]}",
                                signed("A")),
                        new Part.ToolCall("call_r-1_1", "f", "{}", Optional.empty()),
                        new Part.ToolCall("own", "g", "{}", Optional.empty())),
                answer.parts());
        assertEquals(Finish.TOOL_CALLS, answer.finish());
    }

    @Test
    void images_are_images_and_what_only_gemini_knows_is_kept_whole() throws Unreadable {
        String code =
                "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},\"thoughtSignature\":\"A\"}";
        String result = "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"1\"}}";
        String sound = "{\"inlineData\":{\"mimeType\":\"audio/pcm\",\"data\":\"QQ==\"}}";
        Completion answer =
                read(
                        "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"QQ==\"},\"thoughtSignature\":\"S\"},"
                                + String.join(
                                        ",",
                                        code,
                                        result,
                                        sound,
                                        "{\"thoughtSignature\":\"T\"},{}"),
                        "");

        assertEquals(
                List.of(
                        new Part.Image(new Source.Inline("image/png", "QQ=="), Optional.empty()),
                        signature("S"),
                        new Part.Foreign("gemini", "executableCode", tree(code)),
                        new Part.Foreign("gemini", "codeExecutionResult", tree(result)),
                        new Part.Foreign("gemini", "inlineData", tree(sound)),
                        signature("T")),
                answer.parts());
    }

    @Test
    void sources_are_cited_once_at_the_text_and_kept_whole() throws Unreadable {
        String grounding =
                """
                {"webSearchQueries":["q"],"groundingChunks":[
                  {"web":{"uri":"https://a.example","title":"A"}},{"web":{"uri":"https://a.example","title":"A"}},
                  {"web":{"uri":"https://b.example"}}]}
                """;
        String cited =
                "{\"citationSources\":[{\"uri\":\"https://c.example\",\"license\":\"MIT\"}]}";
        Completion answer =
                read(
                        "{\"text\":\"x\",\"thoughtSignature\":\"S\"}",
                        ",\"groundingMetadata\":" + grounding + ",\"citationMetadata\":" + cited);

        assertEquals(
                List.of(
                        new Part.Text(
                                "x",
                                List.of(
                                        citation("https://a.example", Optional.of("A")),
                                        citation("https://b.example", Optional.empty()),
                                        citation("https://c.example", Optional.empty()))),
                        signature("S"),
                        new Part.Foreign("gemini", "groundingMetadata", tree(grounding)),
                        new Part.Foreign("gemini", "citationMetadata", tree(cited))),
                answer.parts());
    }

    private static Citation citation(String url, Optional<String> title) {
        return new Citation(Optional.of(url), title, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "LANGUAGE, CONTENT_FILTER",
        "BLOCKLIST, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "MODEL_ARMOR, CONTENT_FILTER",
        "ESCALATION, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_FILTER",
        "IMAGE_RECITATION, CONTENT_FILTER",
        "IMAGE_OTHER, CONTENT_FILTER",
        "NO_IMAGE, CONTENT_FILTER",
        "OTHER, CONTENT_FILTER",
        "FINISH_REASON_UNSPECIFIED, STOP",
        "SOMETHING_NEW, STOP",
    })
    void every_reason_has_a_meaning(String reason, Finish finish) throws Unreadable {
        Completion answer =
                GeminiReader.whole(
                        tree("{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}"));

        assertEquals(finish, answer.finish());
    }

    @Test
    void of_several_candidates_the_first_is_the_answer() throws Unreadable {
        Completion answer =
                GeminiReader.whole(
                        tree(
                                """
                                {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"},
                                               {"content":{"parts":[{"text":"b"}]},"finishReason":"SAFETY"}]}
                                """));

        assertEquals(List.of(Part.Text.of("a")), answer.parts());
    }

    @Test
    void tokens_are_counted_as_ours_are() {
        assertEquals(
                Optional.of(new Usage(192, 40, 0, 0, 30, 10, 987, 573, 7, false)),
                new GeminiUsage()
                        .add(
                                tree(
                                        """
                                        {"promptTokenCount":75,"toolUsePromptTokenCount":117,"candidatesTokenCount":414,
                                         "thoughtsTokenCount":573,"totalTokenCount":1179,"cachedContentTokenCount":40,
                                         "promptTokensDetails":[{"modality":"TEXT","tokenCount":45},{"modality":"AUDIO","tokenCount":30}],
                                         "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":10}],
                                         "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":7}]}
                                        """)));
    }

    @Test
    void images_and_pages_of_documents_are_counted_as_images_but_for_those_from_the_cache() {
        assertEquals(
                Optional.of(new Usage(345, 191, 0, 0, 0, 0, 115 + 10, 1_304, 0, 0, 1_290, false)),
                new GeminiUsage()
                        .add(
                                tree(
                                        """
                                        {"promptTokenCount":345,"candidatesTokenCount":1304,"cachedContentTokenCount":191,
                                         "promptTokensDetails":[{"modality":"TEXT","tokenCount":77},
                                           {"modality":"IMAGE","tokenCount":258},{"modality":"DOCUMENT","tokenCount":10}],
                                         "cacheTokensDetails":[{"modality":"IMAGE","tokenCount":143},{"modality":"TEXT","tokenCount":48}],
                                         "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}
                                        """)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}",
                "{\"trafficType\":\"ON_DEMAND\"}",
                "{\"promptTokenCount\":-1}",
                "{\"promptTokenCount\":1e30}",
                "{\"promptTokenCount\":\"7\"}",
            })
    void a_usage_that_cannot_be_is_no_report(String usage) {
        assertEquals(Optional.empty(), new GeminiUsage().add(tree(usage)));
    }

    @Test
    void what_an_answer_gives_comes_back_as_it_was() throws IOException {
        String parts =
                """
                [{"text":"I look.","thoughtSignature":"A"},
                 {"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"B"},
                 {"functionCall":{"name":"g","args":{}}}]
                """;
        String body =
                "{\"candidates\":[{\"content\":{\"parts\":%s},\"finishReason\":\"STOP\"}],\"responseId\":\"r\"}"
                        .formatted(parts);
        Whole whole = whole(Calls.chat("{\"messages\":[]}"), body);
        JsonNode message = Json.tree(whole.body()).at("/choices/0/message");
        Call next = Calls.chat("{\"messages\":[" + message + "]}");

        JsonNode sent =
                Json.tree(
                        PROVIDER.prepare(next, "gemini-3.5-flash", Optional.empty())
                                .outgoing()
                                .body());

        assertEquals(
                tree(
                        parts.replace("{\"name\":\"f\"", "{\"id\":\"call_r_0\",\"name\":\"f\"")
                                .replace("{\"name\":\"g\"", "{\"id\":\"call_r_1\",\"name\":\"g\"")),
                sent.at("/contents/0/parts"));
    }

    @Test
    void what_the_caller_cannot_be_told_is_reported() throws IOException {
        Whole whole =
                whole(
                        Calls.chat(
                                """
                                {"logit_bias":{"1":1},"messages":[{"role":"user","content":[{"type":"file",
                                  "file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}]}]}
                                """),
                        """
                        {"candidates":[{"content":{"parts":[{"text":"a"},{"executableCode":{"code":"1"}}]},
                                        "finishReason":"STOP"}],
                         "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1}}
                        """);

        assertEquals(List.of("file.filename", "logit_bias", "executableCode"), whole.dropped());
        assertEquals(Usage.of(3, 1), whole.summary().usage());
        assertEquals(Optional.of("stop"), whole.summary().finishReason());
    }

    @Test
    void an_image_is_shown_to_who_speaks_chat_completions() throws IOException {
        Whole whole =
                whole(
                        Calls.chat("{\"messages\":[]}"),
                        """
                        {"candidates":[{"content":{"parts":[{"text":"here"},
                           {"inlineData":{"mimeType":"image/png","data":"QQ=="}}]},"finishReason":"STOP"}]}
                        """);

        assertEquals(
                tree(
                        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QQ==\"}}]"),
                Json.tree(whole.body()).at("/choices/0/message/images"));
    }

    @Test
    void vectors_come_with_the_tokens_where_they_are_counted() throws IOException {
        String answer =
                "{\"embeddings\":[{\"values\":[0.5,-1]}],\"usageMetadata\":{\"promptTokenCount\":8}}";
        Whole whole =
                whole(Calls.of(Operation.EMBEDDINGS, "{\"input\":\"12345678\"}", false), answer);

        assertEquals(tree("[0.5,-1.0]"), Json.tree(whole.body()).at("/data/0/embedding"));
        assertEquals(Usage.of(8, 0), whole.summary().usage());
        assertTrue(
                whole(
                                Calls.of(Operation.EMBEDDINGS, "{\"input\":\"12345678\"}", false),
                                "{\"embeddings\":[{\"values\":[1]}]}")
                        .summary()
                        .usage()
                        .estimated());
    }

    private static Whole whole(Call call, String body) throws IOException {
        return assertInstanceOf(
                Whole.class,
                assertInstanceOf(
                                Answered.class, Calls.read(PROVIDER, call, FakeReply.of(200, body)))
                        .answer());
    }
}
