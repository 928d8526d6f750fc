package dev.tollgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DroppedTest {

    @Test
    void plain_names_are_told() {
        assertEquals(
                "seed, tools[web_search], response_format.json_object",
                Dropped.names(List.of("seed", "tools[web_search]", "response_format.json_object")));
    }

    @Test
    void a_name_that_could_end_a_header_or_an_event_is_not_repeated() {
        for (String name : List.of("x\r\nset-cookie: a=b", "x\n\ndata: [DONE]", "é", "", "a b")) {
            assertEquals("unknown", Dropped.name(name));
        }
    }

    @Test
    void there_are_never_more_than_a_header_holds() {
        String all = Dropped.names(IntStream.range(0, 20_000).mapToObj(i -> "x" + i).toList());

        assertTrue(all.endsWith(", x19, ..."), all);
        assertEquals("unknown, ...", Dropped.names(Collections.nCopies(500, "x y")));
    }
}
