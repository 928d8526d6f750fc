package dev.tollgate.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    private static final Vocabulary WORDS =
            Vocabulary.of(
                    """
                    request: said n=1 flag=false tools
                    said(user|system): role content
                    said.content(text): type text
                    tools: name schema*
                    headers: version=1
                    """);

    private static boolean covers(String request) {
        return WORDS.covers(Json.tree(request.getBytes(UTF_8)), Headers.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'said':'hi','n':1,'flag':false,'gone':null}",
                "{'said':[{'role':'user','content':'hi'},{'role':'system','content':[{'type':'text','text':''}]}]}",
                "{'tools':[{'name':'f','schema':{'any':{'thing':[1]}}}]}",
                "{'tools':[[{'name':'f'}],[]]}"
            })
    void a_request_of_words_that_are_known_is_covered(String request) {
        assertTrue(covers(request.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'more':false}",
                "{'n':2}",
                "{'n':[1]}",
                "{'flag':true}",
                "{'said':[{'role':'tool','content':'hi'}]}",
                "{'said':[{'content':'hi'}]}",
                "{'said':[{'role':'user','content':'hi','name':'x'}]}",
                "{'said':[{'role':'user','content':[{'type':'image','text':''}]}]}",
                "{'said':[{'role':'user','content':[{'type':'text','text':{}}]}]}",
                "{'tools':[{'name':'f','extra':{}}]}",
                "{'tools':[{'name':'f','type':'f'}]}"
            })
    void whatever_else_there_is_is_not(String request) {
        assertFalse(covers(request.replace('\'', '"')));
    }

    @Test
    void a_header_is_covered_with_its_usual_value() {
        assertTrue(WORDS.covers(Json.object(), Headers.of("Version", "1")));
        assertFalse(WORDS.covers(Json.object(), Headers.of("version", "2")));
        assertFalse(WORDS.covers(Json.object(), Headers.of("other", "1")));
    }

    @Test
    void without_words_nothing_is_covered() {
        assertFalse(Vocabulary.NONE.covers(Json.object(), Headers.none()));
    }

    @Test
    void a_line_is_a_place_and_its_members() {
        assertEquals(
                "need 'place: member ...', got 'request'",
                assertThrows(IllegalArgumentException.class, () -> Vocabulary.of("request"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of("a: b\na: c"));
    }
}
