package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.ONE;
import static dev.tollgate.cache.Samples.OTHER;
import static dev.tollgate.cache.Samples.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.routing.Call.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotentTest {
    private static Optional<String> key(String... values) {
        return Idempotent.key(Headers.copyOf(Map.of("Idempotency-Key", List.of(values))));
    }

    private static Idempotent request(String team, String key, String alias, Ask ask) {
        return Idempotent.of(team, key, Operation.CHAT, alias, ask);
    }

    @Test
    void a_key_is_visible_ascii() {
        assertEquals(Optional.empty(), Idempotent.key(Headers.none()));
        assertEquals(Optional.of("a-1/~!"), key("a-1/~!"));
        assertEquals(Optional.of("x".repeat(255)), key("x".repeat(255)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä", "a\tb", "a\n"})
    void whatever_else_it_is_is_refused(String key) {
        assertEquals("idempotency-key", assertThrows(InvalidHeader.class, () -> key(key)).header());
    }

    @Test
    void a_key_that_is_too_long_or_given_twice_is_refused() {
        assertThrows(InvalidHeader.class, () -> key("x".repeat(256)));
        assertThrows(InvalidHeader.class, () -> key("a", "a"));
    }

    @Test
    void a_key_belongs_to_its_tenant() {
        Ask ask = ask(ONE, "{\"say\":\"hi\"}");
        Set<String> ids = new HashSet<>();
        ids.add(request("a", "bc", "m", ask).id());
        ids.add(request("ab", "c", "m", ask).id());
        ids.add(request("b", "bc", "m", ask).id());

        assertEquals(3, ids.size());
        assertEquals(
                request("a", "k", "m", ask).id(),
                request("a", "k", "n", ask(OTHER, "{}")).id(),
                "whatever is asked");
    }

    @Test
    void order_and_spaces_make_no_other_request() {
        assertEquals(
                request("a", "k", "m", ask(ONE, "{\"say\":\"hi\",\"a\":{\"x\":1,\"y\":2}}")),
                request("a", "k", "m", ask(ONE, "{ \"a\":{\"y\":2, \"x\":1},\"say\":\"hi\" }")));
    }

    @Test
    void whatever_else_is_different_does() {
        String print = request("a", "k", "m", ask(ONE, "{\"say\":\"hi\"}")).fingerprint();

        assertNotEquals(print, request("a", "k", "m", ask(ONE, "{\"say\":\"hi!\"}")).fingerprint());
        assertNotEquals(
                print,
                request("a", "k", "m", ask(ONE, "{\"say\":\"hi\",\"user\":\"u\"}")).fingerprint());
        assertNotEquals(
                print,
                request("a", "k", "m", ask(ONE, "{\"say\":\"hi\",\"stream\":true}")).fingerprint());
        assertNotEquals(print, request("a", "k", "n", ask(ONE, "{\"say\":\"hi\"}")).fingerprint());
        assertNotEquals(
                print, request("a", "k", "m", ask(OTHER, "{\"say\":\"hi\"}")).fingerprint());
    }
}
