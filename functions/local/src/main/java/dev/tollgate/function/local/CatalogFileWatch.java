package dev.tollgate.function.local;

import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.config.Timing.Sleeper;
import dev.tollgate.function.admin.CatalogFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// Puts a catalogue file in force, and again whenever it has changed. What can't be used is reported, and the last good version serves on.
///
/// A change counts once it is the same at two looks, so that a file that is being written is let alone.
final class CatalogFileWatch {
    /// Between two looks at the file.
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final Publisher publisher;
    private final Consumer<String> report;
    private byte[] seen = {};
    private byte[] done = {};
    private String trouble = "";

    /// @param report takes one line for each thing that people should know
    CatalogFileWatch(Path file, Publisher publisher, Consumer<String> report) {
        this.file = file;
        this.publisher = publisher;
        this.report = report;
    }

    /// Puts a catalogue in force.
    @FunctionalInterface
    interface Publisher {
        /// @return the version that is in force now
        /// @throws InvalidCatalog with every problem; then nothing has changed
        long publish(byte[] file);
    }

    /// Puts the file in force as it is now.
    ///
    /// @throws InvalidCatalog with every problem
    /// @throws IOException if it can't be read
    void first() throws IOException {
        seen = read();
        done = seen;
        publisher.publish(seen);
    }

    /// Looks at the file at intervals, until the thread is interrupted.
    void watch(Sleeper sleeper) {
        try {
            while (true) {
                sleeper.sleep(INTERVAL);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at the file once.
    void look() {
        try {
            byte[] now = read();
            boolean settled = Arrays.equals(now, seen);
            seen = now;
            if (settled && !Arrays.equals(now, done)) {
                report.accept(file + " is in force as version " + publisher.publish(now));
                done = now;
            }
            trouble = "";
        } catch (InvalidCatalog invalid) {
            done = seen;
            report.accept(file + " can't be used; the last good version serves on:");
            invalid.problems().forEach(problem -> report.accept("  " + problem));
        } catch (IOException | RuntimeException e) {
            once(file + " could not be put in force: " + e);
        }
    }

    private void once(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            report.accept(message);
        }
    }

    private byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(
                    CatalogFile.MAX_BYTES + 1); // one more is too large, and refused as that
        }
    }
}
