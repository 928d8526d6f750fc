package dev.tollgate.function.local.storm;

import dev.tollgate.function.local.TollgateLocal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The local server's program in a process of its own. What it says on standard error, its log, goes to a file.
final class Program implements AutoCloseable {
    /// A server that let calls pile up would not live long in this.
    private static final String HEAP = "-Xmx160m";

    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader out;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Program start(Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseG1GC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TollgateLocal.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Program(builder.start(), log);
    }

    /// Waits for a line that begins so, and gives the rest of it.
    String await(String beginning) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("it ended without saying '" + beginning + "': " + logged());
        }
        return line.substring(beginning.length()).strip();
    }

    /// What it has still to say, once it has ended by itself.
    ///
    /// @throws IOException if its exit status is not 0
    String end() throws IOException, InterruptedException {
        String rest = String.join("\n", out.lines().toList());
        if (process.waitFor() != 0) {
            throw new IOException("exit status " + process.exitValue() + ": " + rest + logged());
        }
        return rest;
    }

    /// The first lines of its log.
    private String logged() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.limit(20).collect(Collectors.joining("\n"));
        }
    }

    long pid() {
        return process.pid();
    }

    /// Asks it to end, and waits until it has.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
