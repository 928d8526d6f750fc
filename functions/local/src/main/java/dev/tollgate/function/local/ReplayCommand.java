package dev.tollgate.function.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// `tollgate-local replay`: restores spilled records from log files; see [ReplayOptions].
///
/// @param in what `-` stands for
/// @param out takes the counts
/// @param problems takes each line that can't be read, by its number; never what it says
record ReplayCommand(InputStream in, Consumer<String> out, Consumer<String> problems) {

    /// Whether this is what a command line asks for.
    static boolean isMeant(String... args) {
        return args.length > 0 && args[0].equals(ReplayOptions.NAME);
    }

    /// @param args the command line, `replay` included
    /// @throws NotStarted if not everything that was spilled is in the ledger now
    void run(String... args) throws NotStarted, InterruptedException {
        ReplayOptions asked = parse(Arrays.copyOfRange(args, 1, args.length));
        List<Path> files =
                asked.files().stream()
                        .filter(file -> !file.equals(ReplayOptions.STANDARD_INPUT))
                        .map(Path::of)
                        .toList();
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new NotStarted(NotStarted.MISUSED, "there is no file " + file);
            }
        }
        Replay.Counts counts;
        try (Resources resources = new Resources()) {
            counts = replay(asked.files(), Wiring.open(stores(asked), resources).stores().ledger());
        } catch (StoreUnavailable e) {
            throw failed("the ledger does not answer: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw failed("could not go on: " + e.getMessage());
        }
        out.accept(counts.toString());
        if (counts.unreadable() > 0) {
            throw new NotStarted(
                    NotStarted.FAILED,
                    "%d lines could not be read; everything else is in the ledger"
                            .formatted(counts.unreadable()));
        }
    }

    private Replay.Counts replay(List<String> files, Ledger ledger)
            throws IOException, InterruptedException {
        Replay.Counts counts = Replay.Counts.NONE;
        for (String file : files) {
            Replay replay =
                    new Replay(
                            ledger,
                            Wiring.timing().sleeper(),
                            line -> problems.accept(unreadable(file, line)));
            try (Reader lines = open(file)) {
                counts = counts.plus(replay.all(lines));
            }
        }
        return counts;
    }

    private static String unreadable(String file, long line) {
        return "%s:%d: a spilled record that can't be read".formatted(file, line);
    }

    private Reader open(String file) throws IOException {
        return new InputStreamReader(
                file.equals(ReplayOptions.STANDARD_INPUT)
                        ? in
                        : Files.newInputStream(Path.of(file)),
                UTF_8);
    }

    private static ReplayOptions parse(String... args) throws NotStarted {
        CommandLine line = new CommandLine(ReplayOptions.class);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            throw Arguments.misused(String.valueOf(e.getMessage()));
        }
        if (line.isUsageHelpRequested()) {
            throw new NotStarted(NotStarted.HELP, line.getUsageMessage().stripTrailing());
        }
        return line.getCommand();
    }

    /// The options by which a server finds the same stores.
    private static Options stores(ReplayOptions asked) throws NotStarted {
        if (asked.store().onThisMachine() && asked.data().isEmpty()) {
            throw Arguments.misused(
                    "need --data DIR or --store dynamodb: every other ledger is forgotten at once");
        }
        String store = "--store=" + asked.store();
        return asked.data().isPresent()
                ? Arguments.parse(store, "--data=" + asked.data().get())
                : Arguments.parse(store);
    }

    private static NotStarted failed(String what) {
        return new NotStarted(NotStarted.FAILED, what + "\nWhat was restored stays; replay again.");
    }
}
