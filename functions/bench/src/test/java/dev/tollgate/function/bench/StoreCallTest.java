package dev.tollgate.function.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoreCallTest {
    @Test
    void calls_that_were_under_way_together_are_one_round_trip() {
        assertEquals(0, StoreCall.roundTrips(List.of()));
        assertEquals(1, StoreCall.roundTrips(List.of(call(0, 10))));
        assertEquals(1, StoreCall.roundTrips(List.of(call(5, 15), call(0, 10), call(14, 20))));
        assertEquals(2, StoreCall.roundTrips(List.of(call(0, 10), call(11, 20), call(12, 13))));
        assertEquals(2, StoreCall.roundTrips(List.of(call(0, 30), call(5, 6), call(31, 40))));
    }

    @Test
    void the_same_calls_are_named_once() {
        StoreCall put = call(0, 1);
        assertEquals("PutItem ledger x2", StoreCall.names(List.of(put, put)));
    }

    private static StoreCall call(long start, long end) {
        return new StoreCall("PutItem ledger", start, end, 0, 1);
    }
}
