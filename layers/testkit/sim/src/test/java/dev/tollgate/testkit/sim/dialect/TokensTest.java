package dev.tollgate.testkit.sim.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "' ', 1",
        "hello, 1",
        "'Say hi, twice.', 5",
        "'snake_case9 ', 1",
        "'...', 3",
        "'naïve 😀', 2",
    })
    void words_and_signs_count(String text, int tokens) {
        assertEquals(tokens, Tokens.count(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a  b, c\n", "😀😀", "\n\n", "x"})
    void the_tokens_joined_are_the_text(String text) {
        assertEquals(text, String.join("", Tokens.split(text)));
    }

    @Test
    void the_first_tokens_are_a_prefix() {
        assertEquals("a b,", Tokens.first(3, "a b, c"));
        assertEquals("a", Tokens.first(9, "a"));
        assertEquals(List.of(), Tokens.split(Tokens.first(0, "a")));
    }
}
