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

    /// Keys and catalogue are read once in a while, by the first call among others.
    @Test
    void a_caller_waits_for_dynamodb_once_before_a_provider_is_asked() {
        for (Measured kind : measured.subList(1, measured.size())) {
            assertTrue(StoreCall.roundTrips(kind.before()) <= 1, kind.row());
        }
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
