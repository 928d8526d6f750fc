package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome.Answered;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller of chat completions asks, as Converse gets it.
class BedrockRequestTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "amazon.nova-lite-v1:0";

    /// Signs by a word that tells what for.
    static final Bedrock PROVIDER =
            Bedrock.at(
                    Bedrock.home("eu-west-1"),
                    "eu-west-1",
                    (outgoing, service, region) ->
                            new Transport.Outgoing(
                                    outgoing.method(),
                                    outgoing.uri(),
                                    outgoing.headers()
                                            .with("authorization", service + " in " + region),
                                    outgoing.body()),
                    ModelFacts.UNKNOWN,
                    Calls.ESTIMATE);

    private static Transport.Outgoing outgoing(Call call, String model) {
        return PROVIDER.prepare(call, model, Optional.empty()).outgoing();
    }

    /// JSON with `'` in place of quotes.
    private static String json(String readable) {
        return readable.replace('\'', '"');
    }

    private static JsonNode sent(String model, String request) {
        return Json.tree(outgoing(Calls.chat(json(request)), model).body());
    }

    private static void assertSent(String model, String request, String expected) {
        assertEquals(Json.tree(json(expected).getBytes(UTF_8)), sent(model, request));
    }

    private static List<String> dropped(String model, String request) throws IOException {
        String answer =
                "{\"output\":{\"message\":{\"content\":[{\"text\":\"a\"}]}},\"stopReason\":\"end_turn\"}";
        Answered answered =
                (Answered)
                        PROVIDER.prepare(Calls.chat(json(request)), model, Optional.empty())
                                .reading()
                                .read(FakeReply.of(200, answer));
        return ((Whole) answered.answer()).dropped();
    }

    @Test
    void a_call_goes_to_its_model_in_its_region_signed() {
        Transport.Outgoing outgoing = outgoing(Calls.chat(json("{'messages':[]}")), NOVA);

        assertEquals("POST", outgoing.method());
        assertEquals(
                "https://bedrock-runtime.eu-west-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse",
                outgoing.uri().toString());
        assertEquals(
                Optional.of("bedrock in eu-west-1"), outgoing.headers().first("authorization"));
        assertEquals(Optional.of("application/json"), outgoing.headers().first("content-type"));
        assertEquals(Optional.of("application/json"), outgoing.headers().first("accept"));
    }

    @Test
    void a_streamed_call_goes_to_the_stream_and_an_arn_is_one_piece_of_the_path() {
        Transport.Outgoing outgoing =
                outgoing(
                        Calls.stream(json("{'messages':[]}")),
                        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x+y z");

        assertEquals(
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x%2By%20z/converse-stream",
                outgoing.uri().getRawPath());
        assertEquals(
                Optional.of("application/vnd.amazon.eventstream"),
                outgoing.headers().first("accept"));
    }

    @Test
    void an_api_key_of_bedrocks_own_is_sent_in_place_of_a_signature() {
        Transport.Outgoing outgoing =
                PROVIDER.prepare(
                                Calls.chat(json("{'messages':[]}")),
                                NOVA,
                                Optional.of(new Secret("bedrock-api-key")))
                        .outgoing();

        assertEquals(
                Optional.of("Bearer bedrock-api-key"), outgoing.headers().first("authorization"));
    }

    @Test
    void instructions_and_sampling_have_places_of_their_own() {
        assertSent(
                NOVA,
                """
                {'model': 'a', 'max_tokens': 5, 'temperature': 0.5, 'top_p': 0.9, 'stop': ['END'],
                 'messages': [
                  {'role': 'system', 'content': 'Be brief.'},
                  {'role': 'user', 'content': 'Hi'},
                  {'role': 'developer', 'content': 'Be kind.'}]}
                """,
                """
                {'messages': [{'role': 'user', 'content': [{'text': 'Hi'}]}],
                 'system': [{'text': 'Be brief.'}, {'text': 'Be kind.'}],
                 'inferenceConfig':
                  {'maxTokens': 5, 'temperature': 0.5, 'topP': 0.9, 'stopSequences': ['END']}}
                """);
    }

    @Test
    void the_sides_take_turns_and_all_results_of_a_turn_come_first_in_one_message() {
        assertSent(
                CLAUDE,
                """
                {'messages': [
                  {'role': 'user', 'content': 'Weather in Rome'},
                  {'role': 'user', 'content': [{'type': 'text', 'text': 'and Oslo?'}]},
                  {'role': 'assistant', 'content': '', 'tool_calls': [
                    {'id': 'c1', 'type': 'function', 'function': {'name': 'w', 'arguments': '{\\'at\\':\\'Rome\\'}'}},
                    {'id': 'functions.w:1', 'type': 'function', 'function': {'name': 'w', 'arguments': ''}}]},
                  {'role': 'tool', 'tool_call_id': 'c1', 'content': '20'},
                  {'role': 'tool', 'tool_call_id': 'functions.w:1', 'content': [{'type': 'text', 'text': '3'}]},
                  {'role': 'user', 'content': 'Go on'},
                  {'role': 'assistant', 'content': 'It is warm'},
                  {'role': 'assistant', 'content': ' in Rome.'}],
                 'tools': [{'type': 'function', 'function': {'name': 'w'}}]}
                """,
                """
                {'messages': [
                  {'role': 'user', 'content': [{'text': 'Weather in Rome'}, {'text': 'and Oslo?'}]},
                  {'role': 'assistant', 'content': [
                    {'toolUse': {'toolUseId': 'c1', 'name': 'w', 'input': {'at': 'Rome'}}},
                    {'toolUse': {'toolUseId': 'ID', 'name': 'w', 'input': {}}}]},
                  {'role': 'user', 'content': [
                    {'toolResult': {'toolUseId': 'c1', 'content': [{'text': '20'}]}},
                    {'toolResult': {'toolUseId': 'ID', 'content': [{'text': '3'}]}},
                    {'text': 'Go on'}]},
                  {'role': 'assistant', 'content': [{'text': 'It is warm'}, {'text': ' in Rome.'}]}],
                 'toolConfig': {'tools': [
                  {'toolSpec': {'name': 'w', 'inputSchema': {'json': {'type': 'object'}}}}]}}
                """
                        .replace("ID", ToolUseId.of("functions.w:1")));
        assertTrue(ToolUseId.of("functions.w:1").matches("call_[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'auto'     | ",
                "'required' | {'any':{}}",
                "{'type':'function','function':{'name':'f'}} | {'tool':{'name':'f'}}",
            })
    void which_tools_must_be_called_is_said_unless_it_goes_without_saying(
            String asked, String said) {
        JsonNode config =
                sent(
                                CLAUDE,
                                "{'messages':[{'role':'user','content':'x'}],'tool_choice':"
                                        + asked
                                        + ",'tools':[{'type':'function','function':{'name':'f','description':'d','strict':true,'parameters':{'type':'object','properties':{}}}}]}")
                        .path("toolConfig");

        assertEquals(
                json(
                        "[{'toolSpec':{'name':'f','description':'d','inputSchema':{'json':{'type':'object','properties':{}}},'strict':true}}]"),
                config.path("tools").toString());
        assertEquals(said == null ? "" : json(said), config.path("toolChoice").toString());
    }

    @Test
    void tools_that_must_not_be_called_are_left_out_unless_the_conversation_has_used_them()
            throws IOException {
        String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]}";
        String fresh = "{'messages':[{'role':'user','content':'x'}],'tool_choice':'none'" + tools;
        String used =
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'c','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'r'}]";

        assertTrue(sent(CLAUDE, fresh).path("toolConfig").isMissingNode());
        assertEquals(List.of(), dropped(CLAUDE, fresh));
        JsonNode config = sent(CLAUDE, used + ",'tool_choice':'none'" + tools).path("toolConfig");
        assertEquals(1, config.path("tools").size());
        assertTrue(config.path("toolChoice").isMissingNode());
        assertEquals(
                List.of("tool_choice"), dropped(CLAUDE, used + ",'tool_choice':'none'" + tools));
        assertThrows(Untranslatable.class, () -> sent(CLAUDE, used + "}"));
    }

    @Test
    void strict_tools_are_for_models_that_know_the_word() throws IOException {
        String request =
                "{'messages':[],'tools':[{'type':'function','function':{'name':'f','strict':true}}]}";

        assertTrue(sent(NOVA, request).findPath("strict").isMissingNode());
        assertEquals(List.of("tools.strict"), dropped(NOVA, request));
        assertEquals(List.of(), dropped(CLAUDE, request));
    }

    @Test
    void images_and_documents_are_sent_as_bytes_and_no_two_documents_have_the_same_name() {
        assertSent(
                CLAUDE,
                """
                {'messages': [{'role': 'user', 'content': [
                  {'type': 'image_url', 'image_url': {'url': 'data:image/jpg;base64,AAAA'}},
                  {'type': 'file', 'file': {'filename': 'Q3/report  (final).pdf', 'file_data': 'data:application/pdf;base64,BBBB'}},
                  {'type': 'file', 'file': {'filename': 'Q3/report (final).pdf', 'file_data': 'data:text/plain;base64,CCCC'}},
                  {'type': 'file', 'file': {'file_data': 'data:text/markdown;base64,DDDD'}}]}]}
                """,
                """
                {'messages': [{'role': 'user', 'content': [
                  {'image': {'format': 'jpeg', 'source': {'bytes': 'AAAA'}}},
                  {'document': {'format': 'pdf', 'source': {'bytes': 'BBBB'}, 'name': 'Q3-report (final)-pdf'}},
                  {'document': {'format': 'txt', 'source': {'bytes': 'CCCC'}, 'name': 'Q3-report (final)-pdf 2'}},
                  {'document': {'format': 'md', 'source': {'bytes': 'DDDD'}, 'name': 'document'}}]}]}
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}",
                "{'type':'image_url','image_url':{'url':'data:image/tiff;base64,AAAA'}}",
                "{'type':'file','file':{'file_data':'data:application/zip;base64,AAAA'}}",
                "{'type':'file','file':{'file_id':'file-1'}}",
                "{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}}",
            })
    void what_bedrock_can_not_be_shown_is_refused(String part) {
        assertThrows(
                Untranslatable.class,
                () -> sent(CLAUDE, "{'messages':[{'role':'user','content':[" + part + "]}]}"));
    }

    @Test
    void a_schema_is_sent_as_text() {
        assertSent(
                CLAUDE,
                """
                {'messages': [], 'response_format': {'type': 'json_schema', 'json_schema':
                  {'name': 'City', 'description': 'd', 'strict': true, 'schema': {'type': 'object'}}}}
                """,
                """
                {'messages': [], 'outputConfig': {'textFormat': {'type': 'json_schema', 'structure':
                  {'jsonSchema': {'name': 'City', 'description': 'd', 'schema': '{\\"type\\":\\"object\\"}'}}}}}
                """);
    }

    @Test
    void any_json_is_refused() {
        assertThrows(
                Untranslatable.class,
                () -> sent(CLAUDE, "{'messages':[],'response_format':{'type':'json_object'}}"));
    }

    @Test
    void thoughts_are_given_back_as_they_came_and_those_of_others_are_not() throws IOException {
        String request =
                """
                {'messages': [{'role': 'user', 'content': 'x'}, {'role': 'assistant', 'content': 'y', 'thinking_blocks': [
                  {'type': 'thinking', 'thinking': 'hm', 'signature': 'tollgate:bedrock:SIG'},
                  {'type': 'thinking', 'thinking': '', 'signature': 'tollgate:bedrock:redacted:UkVE'},
                  {'type': 'thinking', 'thinking': 'no', 'signature': 'tollgate:gemini:OTHER'}]}]}
                """;

        assertSent(
                CLAUDE,
                request,
                """
                {'messages': [{'role': 'user', 'content': [{'text': 'x'}]}, {'role': 'assistant', 'content': [
                  {'reasoningContent': {'reasoningText': {'text': 'hm', 'signature': 'SIG'}}},
                  {'reasoningContent': {'redactedContent': 'UkVE'}},
                  {'text': 'y'}]}]}
                """);
        assertEquals(List.of("thinking"), dropped(CLAUDE, request));
    }

    @Test
    void arguments_that_are_no_object_are_refused() {
        for (String arguments : List.of("oops", "[1]", "{")) {
            String request =
                    "{'messages':[{'role':'assistant','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'"
                            + arguments
                            + "'}}]}],'tools':[{'type':'function','function':{'name':'f'}}]}";
            assertThrows(Untranslatable.class, () -> sent(CLAUDE, request), arguments);
        }
    }

    @Test
    void a_region_of_china_has_a_domain_of_its_own() {
        assertEquals(
                "https://bedrock-runtime.cn-north-1.amazonaws.com.cn",
                Bedrock.home("cn-north-1").toString());
        assertEquals(
                "https://bedrock-runtime.eu-west-1.amazonaws.com",
                Bedrock.home("eu-west-1").toString());
    }
}
