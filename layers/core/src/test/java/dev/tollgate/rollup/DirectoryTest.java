package dev.tollgate.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.rollup.Directory.Cover;
import dev.tollgate.rollup.Directory.Stored;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Directory DIRECTORY =
            new Directory(
                    new TreeMap<>(
                            Map.of(
                                    "s1", new Cover("0005", Instant.ofEpochMilli(1_000)),
                                    "s2", new Cover("0009", Instant.ofEpochMilli(-1)))),
                    List.of(
                            new Stored(List.of(), 1, Stored.OPEN, 0, 10),
                            new Stored(List.of(Tagged.REST), 1, Stored.OPEN, 10, 5),
                            new Stored(
                                    List.of(
                                            Axis.Group.KEY,
                                            new Axis.Only(new Dimension.Tag("key"))),
                                    7,
                                    6,
                                    15,
                                    1_000),
                            new Stored(Table.CELL, 9, 0, 1_015, 70_000)));

    @Test
    void a_directory_comes_back_as_it_was() {
        assertEquals(DIRECTORY, Directory.decode(DIRECTORY.encode()));
        assertEquals(Directory.EMPTY, Directory.decode(Directory.EMPTY.encode()));
        assertThrows(IllegalArgumentException.class, () -> Directory.decode(new byte[] {7, 0, 0}));
    }

    @Test
    void a_segment_is_held_if_its_shard_was_merged_as_far() {
        assertTrue(DIRECTORY.covers(segment("s1", "0005")));
        assertTrue(DIRECTORY.covers(segment("s1", "0001")));
        assertFalse(DIRECTORY.covers(segment("s1", "0006")));
        assertFalse(DIRECTORY.covers(segment("s3", "0001")));
    }

    private static Segment segment(String shard, String sequence) {
        return new Segment("team", LocalDate.EPOCH, shard, sequence, new byte[0]);
    }
}
