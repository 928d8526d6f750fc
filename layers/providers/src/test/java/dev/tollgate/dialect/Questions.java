package dev.tollgate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.api.Dialect;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.dialect.messages.MessagesDialect;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.Json;
import java.util.stream.Stream;

/// The same question in every language, with much that all of them have words for.
record Questions(Dialect dialect, JsonNode request) {
    private static final String SCHEMA =
            "{'type':'object','properties':{'why':{'type':'string'},'what':{'type':'string','enum':['a','b']}}}";

    private static final String CHAT =
            """
            {'model':'m','max_completion_tokens':100,'temperature':0.5,'top_p':0.9,
             'messages':[
              {'role':'system','content':'Be brief.'},
              {'role':'user','content':[
                {'type':'text','text':'What is this?'},
                {'type':'image_url','image_url':{'url':'data:image/png;base64,aGVsbG8='}},
                {'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]},
              {'role':'assistant','content':'Let me see.','tool_calls':[
                {'id':'call_1','type':'function','function':{'name':'look','arguments':'{\\'at\\': [1, 2]}'}}]},
              {'role':'tool','tool_call_id':'call_1','content':'a cat'}],
             'tools':[{'type':'function','function':{'name':'look','description':'Looks.','strict':true,'parameters':SCHEMA}}],
             'tool_choice':{'type':'function','function':{'name':'look'}},
             'parallel_tool_calls':false,
             'reasoning_effort':'high',
             'response_format':{'type':'json_schema','json_schema':{'name':'answer','strict':true,'schema':SCHEMA}}}
            """;

    private static final String MESSAGES =
            """
            {'model':'m','max_tokens':100,'temperature':0.5,'top_p':0.9,
             'system':'Be brief.',
             'messages':[
              {'role':'user','content':[
                {'type':'text','text':'What is this?'},
                {'type':'image','source':{'type':'base64','media_type':'image/png','data':'aGVsbG8='}},
                {'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}]},
              {'role':'assistant','content':[
                {'type':'text','text':'Let me see.'},
                {'type':'tool_use','id':'call_1','name':'look','input':{'at':[1,2]}}]},
              {'role':'user','content':[{'type':'tool_result','tool_use_id':'call_1','content':'a cat'}]}],
             'tools':[{'name':'look','description':'Looks.','strict':true,'input_schema':SCHEMA}],
             'tool_choice':{'type':'tool','name':'look','disable_parallel_tool_use':true},
             'output_config':{'effort':'high','format':{'type':'json_schema','schema':SCHEMA}}}
            """;

    private static final String RESPONSES =
            """
            {'model':'m','max_output_tokens':100,'temperature':0.5,'top_p':0.9,
             'instructions':'Be brief.',
             'input':[
              {'role':'user','content':[
                {'type':'input_text','text':'What is this?'},
                {'type':'input_image','image_url':'data:image/png;base64,aGVsbG8='},
                {'type':'input_image','image_url':'https://example.com/a.png'}]},
              {'type':'message','role':'assistant','content':[{'type':'output_text','text':'Let me see.'}]},
              {'type':'function_call','call_id':'call_1','name':'look','arguments':'{\\'at\\':[1,2]}'},
              {'type':'function_call_output','call_id':'call_1','output':'a cat'}],
             'tools':[{'type':'function','name':'look','description':'Looks.','strict':true,'parameters':SCHEMA}],
             'tool_choice':{'type':'function','name':'look'},
             'parallel_tool_calls':false,
             'reasoning':{'effort':'high'},
             'text':{'format':{'type':'json_schema','name':'answer','strict':true,'schema':SCHEMA}}}
            """;

    static Stream<Questions> all() {
        return Stream.of(
                of(new ChatDialect(), CHAT),
                of(new MessagesDialect(), MESSAGES),
                of(new ResponsesDialect(), RESPONSES));
    }

    /// The same, and what only the language itself has a word for.
    static Stream<Questions> more() {
        return Stream.concat(
                all(),
                Stream.of(
                        of(
                                new ChatDialect(),
                                """
                                {'model':'m','max_tokens':9,'top_k':4,'seed':7,'presence_penalty':0.1,'frequency_penalty':0.2,'stop':['x','y'],
                                 'n':2,'logprobs':true,'enable_thinking':false,'logit_bias':{'1':1},'reasoning_effort':'low',
                                 'messages':[
                                  {'role':'user','name':'ann','content':'hi'},
                                  {'role':'user','name':'bob','content':[
                                    {'type':'file','file':{'file_id':'f'}},
                                    {'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}},
                                    {'type':'text','text':'t','cache_control':{'type':'ephemeral','ttl':'1h'}}]},
                                  {'role':'assistant','content':'x','reasoning_content':'hm','prefix':true,'audio':{'id':'a'},'refusal':'no'}],
                                 'tools':[{'type':'custom','custom':{'name':'a'}},{'type':'custom','custom':{'name':'b'}}],
                                 'tool_choice':{'type':'custom','custom':{'name':'a'}},
                                 'response_format':{'type':'json_object'}}
                                """),
                        of(
                                new MessagesDialect(),
                                """
                                {'model':'m','max_tokens':9,'top_k':4,'stop_sequences':['x'],'service_tier':'auto','container':'c',
                                 'thinking':{'type':'disabled','display':'omitted'},'output_config':{'effort':'low'},
                                 'system':[{'type':'text','text':'s','cache_control':{'type':'ephemeral'}}],
                                 'messages':[
                                  {'role':'user','content':[
                                    {'type':'document','title':'t','context':'c','citations':{'enabled':true},
                                     'source':{'type':'text','media_type':'text/plain','data':'d'}},
                                    {'type':'document','source':{'type':'content','content':'c'}},
                                    {'type':'search_result','title':'s'}]},
                                  {'role':'assistant','content':[
                                    {'type':'thinking','thinking':'t','signature':'sig'},
                                    {'type':'redacted_thinking','data':'d'},
                                    {'type':'text','text':'t','citations':[{'type':'char_location','cited_text':'c'}]}]},
                                  {'role':'user','content':[{'type':'tool_result','tool_use_id':'u','is_error':true,
                                    'content':[{'type':'image','source':{'type':'url','url':'u'}}]}]}],
                                 'tools':[{'type':'web_search_20250305','name':'a'},{'type':'web_search_20250305','name':'b'},
                                          {'name':'c','input_schema':{},'cache_control':{'type':'ephemeral'}}],
                                 'tool_choice':{'type':'auto'}}
                                """),
                        of(
                                new ResponsesDialect(),
                                """
                                {'model':'m','instructions':'i','truncation':'auto','store':false,'service_tier':'flex','max_tool_calls':3,
                                 'input':[
                                  {'type':'reasoning','id':'rs','summary':[{'type':'summary_text','text':'s'}],'encrypted_content':'e'},
                                  {'type':'message','id':'msg','status':'completed','role':'assistant','phase':'commentary',
                                   'content':[{'type':'output_text','text':'t','annotations':[{'type':'url_citation','url':'u'}]}]},
                                  {'type':'function_call','id':'fc','status':'completed','call_id':'c','name':'n','arguments':'{}'},
                                  {'type':'function_call_output','call_id':'c','output':[{'type':'input_text','text':'t'}]},
                                  {'type':'message','phase':'final_answer','role':'user','content':[{'type':'input_file','file_url':'u'}]}],
                                 'tools':[{'type':'web_search','x':1},{'type':'web_search','x':2}],
                                 'text':{'verbosity':'low'},'reasoning':{'effort':'low','summary':'auto'}}
                                """)));
    }

    private static Questions of(Dialect dialect, String written) {
        String json = written.replace("SCHEMA", SCHEMA).replace('\'', '"');
        return new Questions(dialect, Json.tree(json.getBytes(UTF_8)));
    }

    @Override
    public String toString() {
        return dialect.name() + ", " + request.size() + " members";
    }
}
