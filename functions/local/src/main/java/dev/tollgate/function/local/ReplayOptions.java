package dev.tollgate.function.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the command line of a replay says.
@Command(
        name = ReplayOptions.NAME,
        description = {
            "Puts records into the ledger that could not be written when their calls were made.",
            "",
            "They are read from log lines whose event is ledger_spill: those of the functions, also"
                    + " as CloudWatch exports them, and those of this server. Every other line is"
                    + " passed over, and what the ledger has already is left as it is, so files may"
                    + " be replayed again.",
            ""
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
interface ReplayOptions {
    String NAME = "replay";

    /// Stands for standard input.
    String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files of log lines; " + STANDARD_INPUT + " is standard input.")
    List<String> files();

    @Option(
            names = "--store",
            paramLabel = "STORE",
            defaultValue = "dynamodb-local",
            description =
                    "dynamodb-local with --data, or dynamodb: the tables of an account, named by the"
                            + " same environment variables as when serving. Default:"
                            + " ${DEFAULT-VALUE}")
    Options.Store store();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where DynamoDB Local keeps its files; no server may be using them.")
    Optional<Path> data();

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    boolean help();
}
