package dev.tollgate.function.local.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What an application sees that speaks through OpenAI's official client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiSdkTest {
    private Town town;
    private OpenAIClient sdk;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        sdk = town.sdk();
    }

    @AfterAll
    void stop() {
        sdk.close();
        town.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String alias, String feature) {
        return ChatCompletionCreateParams.builder()
                .model(alias)
                .addUserMessage("How many roads must a man walk down?")
                .putAdditionalHeader("x-tollgate-tags", "feature=" + feature);
    }

    private static String header(HttpResponseFor<?> reply, String name) {
        return String.join(",", reply.headers().values(name));
    }

    private JsonNode usageOf(String feature) throws Exception {
        JsonNode rows = town.get("/v1/usage?group_by=feature&feature=" + feature).path("rows");
        assertEquals(1, rows.size(), rows.toString());
        return rows.get(0);
    }

    @Test
    void a_chat_is_answered() {
        ChatCompletion answer = sdk.chat().completions().create(ask("chat", "plain").build());

        assertFalse(answer.choices().getFirst().message().content().orElseThrow().isEmpty());
    }

    @Test
    void unknown_fields_pass_byte_for_byte_in_both_directions() throws Exception {
        String unknown = "{ \"deep\":[1.0,1e2, \"\\u00e9é\"] }";
        String head = "{\"x_echo\": " + unknown + ",\"model\": ";
        String tail = " ,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        String answer = town.post("/v1/chat/completions", head + "\"chat\"" + tail).body();

        assertTrue(answer.contains(unknown), answer);
        assertTrue(
                town.one.received().stream()
                        .anyMatch(call -> call.bodyText().equals(head + "\"ok\"" + tail)));
    }

    @Test
    void a_streamed_chat_with_tools_is_accumulated_by_the_sdk() {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params =
                ask("chat", "tools")
                        .streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .addTool(
                                ChatCompletionFunctionTool.builder()
                                        .function(
                                                FunctionDefinition.builder()
                                                        .name("get_weather")
                                                        .parameters(
                                                                FunctionParameters.builder()
                                                                        .putAdditionalProperty(
                                                                                "type",
                                                                                JsonValue.from(
                                                                                        "object"))
                                                                        .putAdditionalProperty(
                                                                                "properties",
                                                                                JsonValue.from(
                                                                                        Map.of(
                                                                                                "city",
                                                                                                Map
                                                                                                        .of(
                                                                                                                "type",
                                                                                                                "string"))))
                                                                        .build())
                                                        .build())
                                        .build())
                        .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                sdk.chat().completions().createStreaming(params)) {
            stream.stream().forEach(all::accumulate);
        }

        ChatCompletion.Choice choice = all.chatCompletion().choices().getFirst();
        assertEquals(ChatCompletion.Choice.FinishReason.TOOL_CALLS, choice.finishReason());
        assertEquals(
                "get_weather",
                choice.message()
                        .toolCalls()
                        .orElseThrow()
                        .getFirst()
                        .asFunction()
                        .function()
                        .name());
        assertTrue(all.chatCompletion().usage().orElseThrow().completionTokens() > 0);
    }

    @Test
    void embeddings_are_answered() {
        CreateEmbeddingResponse answer =
                sdk.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("embed")
                                        .inputOfArrayOfStrings(List.of("one", "two"))
                                        .build());

        assertEquals(2, answer.data().size());
        assertFalse(answer.data().getFirst().embedding().isEmpty());
    }

    @Test
    void models_are_the_aliases() {
        List<String> models = sdk.models().list().data().stream().map(Model::id).toList();

        assertTrue(models.containsAll(List.of("chat", "embed", "falls-back")), models.toString());
        assertEquals("chat", sdk.models().retrieve("chat").id());
    }

    @Test
    void a_503_of_the_first_target_is_answered_by_the_second() throws Exception {
        try (HttpResponseFor<ChatCompletion> reply =
                sdk.chat()
                        .completions()
                        .withRawResponse()
                        .create(ask("falls-back", "fallback").build())) {
            assertEquals("1", header(reply, "x-tollgate-fallbacks"));
            assertEquals("2", header(reply, "x-tollgate-attempts"));
            assertEquals("two/ok", header(reply, "x-tollgate-target"));

            JsonNode record = town.get("/v1/requests/" + header(reply, "x-tollgate-request-id"));
            assertEquals("answered", record.path("status").asText());
            assertEquals("one/status-503", record.at("/attempts/0/target").asText());
            assertEquals("overloaded", record.at("/attempts/0/failure/kind").asText());
            assertEquals("two/ok", record.at("/attempts/1/target").asText());
            assertTrue(record.at("/attempts/1/failure").isMissingNode());
        }
    }

    @Test
    void a_stream_whose_first_target_dies_before_the_first_token_goes_on_unseen() {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> reply =
                sdk.chat()
                        .completions()
                        .withRawResponse()
                        .createStreaming(ask("dies-early", "early").build())) {
            assertEquals("1", header(reply, "x-tollgate-fallbacks"));
            try (StreamResponse<ChatCompletionChunk> stream = reply.parse()) {
                stream.stream().forEach(chunks::add);
            }
        }
        long roles =
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .filter(choice -> choice.delta().role().isPresent())
                        .count();

        assertEquals(1, roles);
        assertTrue(chunks.getLast().choices().getFirst().finishReason().isPresent());
    }

    @Test
    void a_stream_cut_after_the_first_token_is_an_error_and_no_end() {
        for (String alias : List.of("cut", "stalls")) {
            List<ChatCompletionChunk> chunks = new ArrayList<>();
            assertThrows(
                    OpenAIException.class,
                    () -> {
                        try (StreamResponse<ChatCompletionChunk> stream =
                                sdk.chat()
                                        .completions()
                                        .createStreaming(ask(alias, alias).build())) {
                            stream.stream().forEach(chunks::add);
                        }
                    },
                    alias);
            assertTrue(chunks.size() >= 3, alias + ": " + chunks.size());
        }
    }

    @Test
    void usage_by_feature_is_exactly_the_sum_of_what_was_called() throws Exception {
        long input = 0;
        long output = 0;
        for (int i = 0; i < 5; i++) {
            ChatCompletion answer = sdk.chat().completions().create(ask("chat", "sum").build());
            input += answer.usage().orElseThrow().promptTokens();
            output += answer.usage().orElseThrow().completionTokens();
        }

        JsonNode row = usageOf("sum");

        assertEquals(5, row.path("calls").asInt());
        assertEquals(input, row.path("input_tokens").asLong());
        assertEquals(output, row.path("output_tokens").asLong());
        assertEquals(input * 400 + output * 1_600, row.path("cost_nano_usd").asLong());
    }

    @Test
    void a_stream_counts_even_if_its_caller_never_asked_for_usage() throws Exception {
        try (StreamResponse<ChatCompletionChunk> stream =
                sdk.chat().completions().createStreaming(ask("chat", "stream-sum").build())) {
            stream.stream()
                    .forEach(chunk -> assertFalse(chunk.choices().isEmpty(), "a usage chunk"));
        }

        JsonNode row = usageOf("stream-sum");
        assertEquals(1, row.path("calls").asInt());
        assertTrue(row.path("output_tokens").asLong() > 0);
        assertEquals(0, row.path("estimated_calls").asInt());
    }

    @Test
    void refusals_arrive_as_the_exceptions_that_the_sdk_has_for_them() {
        NotFoundException unknown =
                assertThrows(
                        NotFoundException.class,
                        () -> sdk.chat().completions().create(ask("nope", "x").build()));
        assertEquals("model_not_found", unknown.code().orElseThrow());
        assertThrows(
                UnauthorizedException.class,
                () -> sdk.withOptions(options -> options.apiKey("tg_wrong")).models().list());
        BadRequestException tooLong =
                assertThrows(
                        BadRequestException.class,
                        () -> sdk.chat().completions().create(ask("too-long", "x").build()));
        assertEquals("context_length_exceeded", tooLong.code().orElseThrow());
    }

    @Test
    void nothing_left_to_try_names_every_attempt() {
        InternalServerException error =
                assertThrows(
                        InternalServerException.class,
                        () -> sdk.chat().completions().create(ask("nothing-left", "x").build()));

        assertEquals(503, error.statusCode());
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("one/status-500: server_error"), message);
        assertTrue(message.contains("two/status-529: overloaded"), message);
        assertEquals(List.of("false"), error.headers().values("x-should-retry"));
    }

    @Test
    void one_line_of_the_catalogue_file_moves_an_alias_within_10_seconds() throws Exception {
        assertEquals("one/ok@moving", target("moving"));

        town.edit("moving: one/ok@moving", "moving: two/ok@moving");

        long end = System.nanoTime() + 10_000_000_000L;
        while (!target("moving").equals("two/ok@moving") && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals("two/ok@moving", target("moving"));
    }

    private String target(String alias) {
        try (HttpResponseFor<ChatCompletion> reply =
                sdk.chat().completions().withRawResponse().create(ask(alias, "move").build())) {
            return header(reply, "x-tollgate-target");
        }
    }
}
