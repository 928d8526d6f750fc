package dev.tollgate.function.local.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a Java process takes, asked by `jcmd`.
///
/// @param folder for what the process writes down of itself
record Pulse(long pid, Path folder) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    Sample take() throws IOException, InterruptedException {
        ask("GC.run");
        Matcher used = USED.matcher(ask("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("no word of the heap");
        }
        Path dump = folder.resolve("threads");
        ask("Thread.dump_to_file", "-overwrite", dump.toString());
        try (Stream<String> lines = Files.lines(dump)) {
            long threads = lines.filter(line -> line.startsWith("#")).count();
            return new Sample(threads, Long.parseLong(used.group(1)) >> 10);
        }
    }

    private String ask(String... what) throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                Stream.concat(
                                                Stream.of(
                                                        Path.of(
                                                                        System.getProperty(
                                                                                "java.home"),
                                                                        "bin",
                                                                        "jcmd")
                                                                .toString(),
                                                        Long.toString(pid)),
                                                Stream.of(what))
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    /// @param threads platform and virtual ones
    /// @param heapMiB in use after a garbage collection
    record Sample(long threads, long heapMiB) {}
}
