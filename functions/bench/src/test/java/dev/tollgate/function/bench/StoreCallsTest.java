package dev.tollgate.function.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What callers wait for, on DynamoDB Local.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreCallsTest {
    private static final Path TEMPLATE = Path.of("..", "..", "template.yaml");

    private List<Measured> measured = List.of();

    @BeforeAll
    void measure() throws Exception {
        measured = StoreCalls.measure();
        System.out.print(StoreCalls.table(measured));
    }

    @Test
    void every_kind_of_request_is_answered() {
        for (Measured kind : measured) {
            assertEquals(200, kind.status(), kind.row());
        }
    }

    @Test
    void a_caller_waits_for_dynamodb_once_before_a_provider_is_asked() {
        for (Measured kind : measured.subList(StoreCalls.COLD, measured.size())) {
            assertEquals(1, kind.waits(), kind.row());
        }
    }

    @Test
    void what_is_off_asks_for_nothing() {
        Measured plain = measured("no limit");
        assertEquals("PutItem ledger", StoreCall.names(plain.before()));
        assertEquals("", StoreCall.names(plain.between()));
        assertEquals("PutItem ledger", StoreCall.names(plain.after()));
    }

    @Test
    void what_was_answered_before_asks_no_provider() {
        assertEquals(0, measured("cache, hit").providerCalls());
        assertEquals(0, measured("idempotency key, repeat").providerCalls());
    }

    @Test
    void a_target_behind_an_open_breaker_is_not_asked() {
        assertEquals(2, measured("fallback").providerCalls());
        assertEquals(1, measured("fallback from an open breaker").providerCalls());
    }

    @Test
    void each_limit_is_one_write_before_the_call() {
        assertEquals(
                "PutItem ledger, UpdateItem state",
                StoreCall.names(measured("one rate limit").before()));
        assertEquals(
                "PutItem ledger, UpdateItem state x4",
                StoreCall.names(measured("rate, tokens, budget and concurrency").before()));
    }

    private Measured measured(String kind) {
        return measured.stream().filter(it -> it.kind().equals(kind)).findFirst().orElseThrow();
    }

    /// By `template.yaml`, action by action and table by table.
    @Test
    void the_gateways_role_may_do_all_of_it() throws IOException {
        JsonNode statements =
                new YAMLMapper()
                        .readTree(TEMPLATE.toFile())
                        .at(
                                "/Resources/GatewayRole/Properties/Policies/0/PolicyDocument/Statement");
        Set<String> allowed = new TreeSet<>();
        statements.forEach(statement ->
                texts(statement.path("Action"))
                        .forEach(action ->
                                texts(statement.path("Resource"))
                                        .forEach(resource ->
                                                allowed.add(action + " on " + resource))));
        for (Measured kind : measured) {
            Stream.of(kind.before(), kind.between(), kind.after())
                    .flatMap(List::stream)
                    .map(StoreCall::what)
                    .forEach(what -> assertTrue(allowed.contains(needed(what)), what));
        }
    }

    /// `PutItem ledger` as the template says it.
    private static String needed(String what) {
        String[] words = what.split(" ", 2);
        String table = words[1].substring(0, 1).toUpperCase(Locale.ROOT) + words[1].substring(1);
        return "dynamodb:%s on %sTable.Arn".formatted(words[0], table);
    }

    private static Stream<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? oneOrMore.valueStream().map(JsonNode::asText)
                : Stream.of(oneOrMore.asText());
    }

    @Test
    void every_call_is_in_the_ledger_before_it_is_sent_and_settled_after_the_reply() {
        for (Measured kind : measured) {
            assertTrue(StoreCall.names(kind.before()).contains("PutItem ledger"), kind.row());
            assertTrue(StoreCall.names(kind.after()).contains("PutItem ledger"), kind.row());
        }
    }
}
