package dev.tollgate.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void no_part_is_greater_than_its_total() {
        assertEquals(
                new Usage(10, 6, 4, 0, 10, 6, 5, 5, 5, false),
                new Usage(10, 6, 9, 9, 99, 99, 5, 9, 9, false));
        assertEquals(
                new Usage(10, 10, 0, 0, 3, 3, 0, 0, 0, true),
                new Usage(10, 99, 9, 9, 3, 9, 0, 9, 9, true));
    }

    @Test
    void nothing_is_less_than_nothing() {
        assertEquals(Usage.none(), new Usage(-1, -1, -1, -1, -1, -1, -1, -1, -1, false));
    }
}
