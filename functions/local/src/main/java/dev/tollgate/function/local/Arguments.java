package dev.tollgate.function.local;

import dev.tollgate.config.Bounds;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Reads the command line.
final class Arguments {
    private static final int MAX_PORT = 65_535;

    private Arguments() {}

    /// @throws NotStarted if it can't be done, saying what would be right; or with the help text, if that is asked for
    static Options parse(String... args) throws NotStarted {
        CommandLine line = new CommandLine(Options.class);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            throw misused(String.valueOf(e.getMessage()));
        }
        if (line.isUsageHelpRequested()) {
            throw new NotStarted(NotStarted.HELP, line.getUsageMessage().stripTrailing());
        }
        if (line.getParseResult().hasSubcommand()) {
            throw misused(ReplayOptions.NAME + " comes first on the command line");
        }
        Options options = line.getCommand();
        check(options);
        return options;
    }

    private static void check(Options options) throws NotStarted {
        checkPort("--port", options.port());
        if (options.simPort().isPresent()) {
            checkPort("--sim-port", options.simPort().get());
        }
        if (options.data().isPresent() && options.store() != Options.Store.DYNAMODB_LOCAL) {
            throw misused("--data goes with --store dynamodb-local only");
        }
        if (options.catalog().isPresent() && !options.store().onThisMachine()) {
            throw misused(
                    "--catalog does not go with --store dynamodb, whose catalogue is the account's"
                            + " and would be replaced at every start; PUT the file to /admin/catalog"
                            + " instead");
        }
        for (Optional<String> key :
                Stream.of(options.key(), options.adminKey()).filter(Optional::isPresent).toList()) {
            if (!key.get().matches("[!-~]{8," + Bounds.MAX_KEY_LENGTH + "}")) {
                throw misused(
                        "--key, --admin-key: need 8 to %d visible ASCII characters"
                                .formatted(Bounds.MAX_KEY_LENGTH));
            }
        }
    }

    private static void checkPort(String option, int port) throws NotStarted {
        if (port < 0 || port > MAX_PORT) {
            throw misused("need 0 <= %s <= %d, got %d".formatted(option, MAX_PORT, port));
        }
    }

    static NotStarted misused(String message) {
        return new NotStarted(NotStarted.MISUSED, message + "\nTry --help.");
    }
}
