package dev.tollgate.function.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What callers wait for, on DynamoDB Local.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreCallsTest {
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

    @Test
    void every_call_is_in_the_ledger_before_it_is_sent_and_settled_after_the_reply() {
        for (Measured kind : measured) {
            assertTrue(StoreCall.names(kind.before()).contains("PutItem ledger"), kind.row());
            assertTrue(StoreCall.names(kind.after()).contains("PutItem ledger"), kind.row());
        }
    }
}
