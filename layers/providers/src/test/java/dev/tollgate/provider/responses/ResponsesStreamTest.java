package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.EventReader.Event;
import dev.tollgate.http.Json;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.wire.StreamReader.Step;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesStreamTest {
    private static final String CREATED =
            event(
                    "{'type':'response.created','response':{'id':'resp_1','model':'m','status':'in_progress'}}");
    private static final String TOKEN =
            event(
                    "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'Hi'}");
    private static final String COMPLETED =
            event(
                    "{'type':'response.completed','response':{'id':'resp_1','model':'m','status':'completed','output':[],"
                            + "'usage':{'input_tokens':3,'output_tokens':2}}}");

    private static String event(String json) {
        String data = json.replace('\'', '"');
        String type = Json.tree(data.getBytes(UTF_8)).path("type").asText();
        return "event: " + type + "\ndata: " + data + "\n\n";
    }

    private static Outcome open(String stream) throws IOException {
        Call call = Calls.of(new ResponsesDialect(), Operation.CHAT, "{\"model\":\"a\"}", true);
        return Calls.read(Responses.openAi(), call, FakeReply.of(200, stream));
    }

    /// What the caller gets of a stream; `!` and the failure's kind where it broke.
    private static String relayed(Outcome outcome) {
        Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer();
        StringBuilder all = new StringBuilder();
        while (true) {
            switch (stream.next()) {
                case Next.Piece(byte[] bytes) -> all.append(new String(bytes, UTF_8));
                case Next.End(byte[] bytes) -> {
                    return all.append(new String(bytes, UTF_8)).toString();
                }
                case Next.Broken broken -> {
                    return all.append("!").append(broken.failure().kind()).toString();
                }
            }
        }
    }

    @Test
    void only_the_completed_response_ends_a_stream() throws IOException {
        String whole = CREATED + TOKEN + COMPLETED;

        assertEquals(whole, relayed(open(whole)));
        assertEquals(whole, relayed(open(whole + "data: [DONE]\n\n")));
        assertEquals(CREATED + TOKEN + "!SERVER_ERROR", relayed(open(CREATED + TOKEN)));
        String done = "data: [DONE]\n\n";
        assertEquals(
                CREATED + TOKEN + done + "!SERVER_ERROR", relayed(open(CREATED + TOKEN + done)));
        assertInstanceOf(Failed.class, open(CREATED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'error','sequence_number':2,'error':{'type':'server_error','code':'server_error','message':'m'}} | SERVER_ERROR",
                "{'type':'error','sequence_number':2,'error':{'type':'tokens','code':'rate_limit_exceeded','message':'m'}} | RATE_LIMITED",
                "{'type':'error','code':'rate_limit_exceeded','message':'m','param':null,'sequence_number':2} | RATE_LIMITED",
                "{'type':'error','code':'invalid_prompt','message':'m','param':null,'sequence_number':2} | CONTENT_POLICY",
                "{'type':'response.failed','response':{'status':'failed','error':{'code':'server_error','message':'m'}}} | SERVER_ERROR",
                "{'type':'response.failed','response':{'status':'failed','error':{'code':'bio_policy','message':'m'}}} | CONTENT_POLICY",
                "{'type':'response.failed','response':{'status':'failed','error':null}} | SERVER_ERROR",
                "{'error':{'code':503,'message':'m'}} | OVERLOADED",
            })
    void an_error_breaks_a_stream_before_and_after_its_first_token(String error, Kind kind)
            throws IOException {
        assertEquals(CREATED + TOKEN + "!" + kind, relayed(open(CREATED + TOKEN + event(error))));
        assertEquals(
                kind,
                assertInstanceOf(Failed.class, open(CREATED + event(error))).failure().kind());
    }

    @Test
    void the_envelope_of_an_error_is_the_one_that_a_whole_reply_would_have() throws IOException {
        Outcome flat =
                open(event("{'type':'error','code':'invalid_prompt','message':'m','param':'p'}"));
        byte[] body = assertInstanceOf(Failed.class, flat).failure().words().body();

        assertEquals("invalid_prompt", Json.tree(body).at("/error/code").asText());
    }

    @Test
    void every_kind_of_event_is_read() {
        Assembly read =
                read(
                        "{'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','id':'rs_1'}}",
                        "{'type':'response.reasoning_summary_text.delta','item_id':'rs_1','output_index':0,'summary_index':0,'delta':'a'}",
                        "{'type':'response.reasoning_summary_text.delta','item_id':'rs_1','output_index':0,'summary_index':1,'delta':'b'}",
                        "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1','summary':[{'text':'a'},{'text':'b'}],'encrypted_content':'E'}}",
                        "{'type':'response.output_text.delta','output_index':1,'content_index':0,'delta':'Hi'}",
                        "{'type':'response.output_text.annotation.added','output_index':1,'content_index':0,'annotation':{'type':'url_citation','url':'u','title':'t'}}",
                        "{'type':'response.content_part.done','output_index':1,'content_index':0,'part':{'type':'output_text','text':'Hi','annotations':[{'url':'u','title':'t'},{'url':'v'}]}}",
                        "{'type':'response.refusal.delta','output_index':1,'content_index':1,'delta':'no'}",
                        "{'type':'response.output_item.done','output_index':1,'item':{'type':'message','content':[{'type':'output_text','text':'Hi'},{'type':'refusal','refusal':'no'}]}}",
                        "{'type':'response.output_item.added','output_index':2,'item':{'type':'web_search_call','id':'ws'}}",
                        "{'type':'response.web_search_call.searching','output_index':2}",
                        "{'type':'response.output_item.done','output_index':2,'item':{'type':'web_search_call','id':'ws'}}",
                        "{'type':'response.output_item.added','output_index':3,'item':{'type':'function_call','call_id':'c','name':'f','arguments':''}}",
                        "{'type':'response.function_call_arguments.delta','output_index':3,'delta':'{}'}",
                        "{'type':'response.output_item.done','output_index':3,'item':{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}}",
                        "{'type':'response.incomplete','response':{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'usage':{'input_tokens':3,'output_tokens':2}}}");

        assertEquals(
                List.of(
                        new Part.Thinking(
                                "a\n\nb",
                                Optional.of(new Signature("responses", "summary:rs_1:E"))),
                        new Part.Text(
                                "Hi",
                                List.of(
                                        new Citation(
                                                Optional.of("u"),
                                                Optional.of("t"),
                                                Optional.empty()),
                                        new Citation(
                                                Optional.of("v"),
                                                Optional.empty(),
                                                Optional.empty()))),
                        new Part.Refusal("no"),
                        new Part.Foreign(
                                "responses",
                                "web_search_call",
                                Json.object().put("type", "web_search_call").put("id", "ws")),
                        new Part.ToolCall("c", "f", "{}", Optional.empty())),
                read.completion().parts());
        assertEquals(Finish.LENGTH, read.completion().finish());
        assertEquals(Optional.of(Usage.of(3, 2)), read.completion().usage());
    }

    @Test
    void what_no_delta_said_is_taken_from_what_is_done() {
        Assembly read =
                read(
                        "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'r','summary':[{'text':'a'}]}}",
                        "{'type':'response.output_item.done','output_index':1,'item':{'type':'message','content':[{'type':'output_text','text':'Hi'}]}}",
                        "{'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','call_id':'c','name':'f','arguments':''}}",
                        "{'type':'response.function_call_arguments.done','output_index':2,'arguments':'{1}'}",
                        "{'type':'response.output_item.done','output_index':3,'item':{'type':'function_call','call_id':'d','name':'g','arguments':'{2}'}}",
                        "{'type':'response.completed','response':{'status':'completed','output':[{'type':'function_call'}]}}");

        assertEquals(
                List.of(
                        new Part.Thinking("a", Optional.empty()),
                        Part.Text.of("Hi"),
                        new Part.ToolCall("c", "f", "{1}", Optional.empty()),
                        new Part.ToolCall("d", "g", "{2}", Optional.empty())),
                read.completion().parts());
        assertEquals(Finish.TOOL_CALLS, read.completion().finish());
    }

    @Test
    void a_stream_of_nothing_but_its_end_is_read_from_there() {
        Assembly read =
                read(
                        "{'type':'response.completed','response':{'id':'r','model':'m','output':[{'type':'message','content':[{'type':'output_text','text':'Hi'}]}]}}");

        assertEquals(List.of(Part.Text.of("Hi")), read.completion().parts());
        assertEquals("r", read.completion().id());
    }

    @Test
    void a_thought_that_is_done_after_the_answer_keeps_its_signature() {
        Assembly read =
                read(
                        "{'type':'response.reasoning_text.delta','item_id':'rs','output_index':0,'content_index':0,'delta':'hm'}",
                        "{'type':'response.output_text.delta','output_index':1,'content_index':0,'delta':'Hi'}",
                        "{'type':'response.output_item.done','output_index':1,'item':{'type':'message','content':[{'type':'output_text','text':'Hi'}]}}",
                        "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs','content':[{'text':'hm'}]}}",
                        "{'type':'response.completed','response':{'output':[]}}");

        assertEquals(
                List.of(
                        new Part.Thinking(
                                "hm", Optional.of(new Signature("responses", "content:rs:"))),
                        Part.Text.of("Hi")),
                read.completion().parts());
    }

    @Test
    void calls_that_are_interleaved_cannot_be_told_in_another_language_but_pass_in_their_own()
            throws IOException {
        String first =
                event(
                        "{'type':'response.output_item.added','output_index':0,'item':{'type':'function_call','call_id':'c','name':'f','arguments':''}}");
        String second =
                event(
                        "{'type':'response.output_item.added','output_index':1,'item':{'type':'function_call','call_id':'d','name':'f','arguments':''}}");
        String more =
                event(
                        "{'type':'response.function_call_arguments.delta','output_index':0,'delta':'{'}");
        String stream = CREATED + first + second + more + COMPLETED;

        assertEquals(stream, relayed(open(stream)));
        Call chat =
                Calls.of(
                        new ChatDialect(),
                        Operation.CHAT,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                        true);
        String translated =
                relayed(
                        Calls.read(
                                Responses.of("openai", Api.RESPONSES),
                                chat,
                                FakeReply.of(200, stream)));
        assertTrue(translated.endsWith("!SERVER_ERROR"), translated);
    }

    private static Assembly read(String... events) {
        ResponsesStreamReader reader = new ResponsesStreamReader(true);
        Assembly assembly = new Assembly();
        for (String json : events) {
            Event event = new Event(new byte[0], "", json.replace('\'', '"'), true);
            switch (reader.read(event)) {
                case Step.Said said -> said.chunks().forEach(assembly::add);
                case Step.Over over -> over.chunks().forEach(assembly::add);
                case Step.Failed failed -> throw new AssertionError(failed);
            }
        }
        return assembly;
    }
}
