package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFileWatchTest {
    @TempDir Path folder;

    private final List<String> published = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void write_the_first_version() throws IOException {
        file = folder.resolve("catalog.yaml");
        write("one");
    }

    @Test
    void the_first_version_is_put_in_force_at_once() throws Exception {
        started();
        assertEquals(List.of("one"), published);
    }

    @Test
    void a_first_version_that_is_not_valid_is_not_started_with() throws Exception {
        write("invalid");
        assertThrows(InvalidCatalog.class, this::started);
    }

    @Test
    void a_file_that_has_not_changed_is_left_alone() throws Exception {
        CatalogFileWatch watch = started();
        watch.look();
        watch.look();
        assertEquals(List.of("one"), published);
        assertEquals(List.of(), reported);
    }

    @Test
    void a_change_is_put_in_force_once_it_is_the_same_at_two_looks() throws Exception {
        CatalogFileWatch watch = started();
        write("tw");
        watch.look();
        write("two");
        watch.look();
        assertEquals(List.of("one"), published);
        watch.look();
        watch.look();
        assertEquals(List.of("one", "two"), published);
        assertEquals(List.of(file + " is in force as version 2"), reported);
    }

    @Test
    void an_invalid_change_is_reported_once_with_all_its_problems_and_a_later_valid_one_counts()
            throws Exception {
        CatalogFileWatch watch = started();
        write("invalid");
        watch.look();
        watch.look();
        watch.look();
        assertEquals(
                List.of(
                        file + " can't be used; the last good version serves on:",
                        "  aliases.a: first problem",
                        "  aliases.b: second problem"),
                reported);
        write("three");
        watch.look();
        watch.look();
        assertEquals(List.of("one", "three"), published);
    }

    @Test
    void going_back_to_the_first_version_after_an_invalid_one_counts_as_a_change()
            throws Exception {
        CatalogFileWatch watch = started();
        write("invalid");
        watch.look();
        watch.look();
        write("one");
        watch.look();
        watch.look();
        assertEquals(List.of("one", "one"), published);
    }

    @Test
    void a_file_that_is_gone_is_reported_once_and_counts_again_when_it_is_back() throws Exception {
        CatalogFileWatch watch = started();
        Files.delete(file);
        watch.look();
        watch.look();
        assertEquals(1, reported.size());
        write("two");
        watch.look();
        watch.look();
        assertEquals(List.of("one", "two"), published);
    }

    @Test
    void a_version_that_the_store_did_not_take_is_tried_again() throws Exception {
        CatalogFileWatch watch = started();
        write("refused");
        watch.look();
        watch.look();
        watch.look();
        assertEquals(1, reported.size());
        assertTrue(reported.getFirst().contains("the store is away"), reported.getFirst());
        assertEquals(List.of("one", "refused", "refused"), published);
    }

    @Test
    void it_looks_at_intervals_until_it_is_interrupted() throws Exception {
        List<Duration> waits = new ArrayList<>();
        started()
                .watch(wait -> {
                    waits.add(wait);
                    if (waits.size() == 3) {
                        throw new InterruptedException();
                    }
                });
        assertTrue(Thread.interrupted());
        assertEquals(
                List.of(
                        CatalogFileWatch.INTERVAL,
                        CatalogFileWatch.INTERVAL,
                        CatalogFileWatch.INTERVAL),
                waits);
    }

    private CatalogFileWatch started() throws IOException {
        CatalogFileWatch watch = new CatalogFileWatch(file, this::publish, reported::add);
        watch.first();
        return watch;
    }

    private long publish(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        if (text.equals("invalid")) {
            throw new InvalidCatalog(
                    List.of(
                            new Problem("aliases.a", "first problem"),
                            new Problem("aliases.b", "second problem")));
        }
        published.add(text);
        if (text.equals("refused")) {
            throw new IllegalStateException("the store is away");
        }
        return published.size();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
