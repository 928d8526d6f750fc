package dev.tollgate.function.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import dev.tollgate.http.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens between the languages: fallbacks from one to another, what has no equal, what passes untouched.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcrossDialectsTest {
    private Town town;
    private OpenAIClient openAi;
    private AnthropicClient anthropic;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = Town.ofEveryDialect(folder);
        openAi = town.sdk();
        anthropic = town.anthropicSdk();
    }

    @AfterAll
    void stop() {
        openAi.close();
        anthropic.close();
        town.close();
    }

    @ParameterizedTest
    @CsvSource({
        "openai-then-anthropic, anthropic/ok",
        "anthropic-then-bedrock, bedrock/ok",
        "gemini-then-responses, responses/ok"
    })
    void a_fallback_to_another_dialect_answers_in_the_callers(String alias, String target)
            throws Exception {
        for (boolean streamed : new boolean[] {false, true}) {
            var chat =
                    new Chats(openAi)
                            .hear(
                                    Chats.ask(alias).addUserMessage(EveryDialect.QUESTION),
                                    streamed);
            assertEquals("You said: " + EveryDialect.QUESTION, chat.text());
            assertFellBack(chat.requestId(), target);

            var response =
                    new Responses(openAi)
                            .hear(
                                    Responses.ask(alias).input(EveryDialect.QUESTION).build(),
                                    streamed);
            assertEquals("You said: " + EveryDialect.QUESTION, response.text());
            assertFellBack(response.requestId(), target);

            var message =
                    new Messages(anthropic)
                            .hear(
                                    Messages.ask(alias).addUserMessage(EveryDialect.QUESTION),
                                    streamed);
            assertEquals("You said: " + EveryDialect.QUESTION, message.text());
            assertFellBack(message.requestId(), target);
        }
    }

    private void assertFellBack(String id, String target) throws Exception {
        JsonNode record = town.get("/v1/requests/" + id);
        assertEquals("answered", record.path("status").asText(), record.toString());
        assertEquals(target, record.path("target").asText());
        assertEquals(2, record.path("attempts").size());
        assertTrue(record.at("/attempts/0/failure/kind").isTextual(), record.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_the_provider_has_no_word_for_is_left_out_and_named(boolean streamed) {
        var heard =
                new Chats(openAi)
                        .hear(
                                Chats.ask("via-anthropic")
                                        .addUserMessage(EveryDialect.QUESTION)
                                        .putAdditionalBodyProperty("seed", JsonValue.from(7))
                                        .logprobs(true),
                                streamed);

        assertEquals("logprobs, seed", heard.dropped());
        String sent = town.one.received().getLast().bodyText();
        assertTrue(!sent.contains("seed") && !sent.contains("logprobs"), sent);
    }

    @Test
    void what_would_change_the_answer_is_refused_and_not_left_out() {
        long before = town.one.calls();

        BadRequestException refused =
                assertThrows(
                        BadRequestException.class,
                        () ->
                                new Chats(openAi)
                                        .hear(
                                                Chats.ask("via-anthropic")
                                                        .addUserMessage(EveryDialect.QUESTION)
                                                        .n(2),
                                                false));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("'n'") && message.contains("anthropic"), message);
        assertEquals(before, town.one.calls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/chat/completions | via-openai    | 'messages':[{'role':'user','content':'h\\u0069'}]",
                "/v1/responses        | via-responses | 'input':'h\\u0069'",
                "/v1/messages         | via-anthropic | 'max_tokens': 100 ,'messages':[{'role':'user','content':'h\\u0069'}]"
            })
    void a_body_in_the_providers_own_language_passes_byte_for_byte(
            String path, String alias, String rest) throws Exception {
        String head = "{ \"x_unknown\" : {\"deep\":[1.0,1e2, \"\\u00e9é\"] }, \"model\" :\"";
        String tail = "\" , " + rest.strip().replace('\'', '"') + " }";

        HttpResponse<String> reply = town.post(path, head + alias + tail);

        assertEquals(200, reply.statusCode(), reply.body());
        assertTrue(Json.tree(reply.body().getBytes(UTF_8)).isObject());
        assertEquals(head + "ok" + tail, town.one.received().getLast().bodyText());
    }
}
