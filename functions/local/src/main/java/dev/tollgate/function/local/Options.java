package dev.tollgate.function.local;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the command line says.
@Command(
        name = "tollgate-local",
        description = "Serves Tollgate on this machine.",
        subcommands = ReplayOptions.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
interface Options {
    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description =
                    "The catalogue, YAML or JSON; a change of the file is put in force at once."
                            + " Without it, a demo catalogue whose provider is simulated. Not with"
                            + " --store dynamodb, where PUT /admin/catalog changes it.")
    Optional<Path> catalog();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Where to serve; 0 picks a free port. Default: ${DEFAULT-VALUE}")
    int port();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}")
    String host();

    @Option(
            names = "--store",
            paramLabel = "STORE",
            defaultValue = "dynamodb-local",
            description =
                    "dynamodb-local, memory, or dynamodb: the tables of an account, named by"
                            + " CATALOG_TABLE, KEYS_TABLE, LEDGER_TABLE, STATE_TABLE,"
                            + " ANSWERS_TABLE, PAYLOADS_TABLE and ROLLUPS_TABLE. Default:"
                            + " ${DEFAULT-VALUE}")
    Store store();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where DynamoDB Local keeps its files. Default: in memory")
    Optional<Path> data();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The virtual key for calls and reports. Default: a new one")
    Optional<String> key();

    @Option(
            names = "--admin-key",
            paramLabel = "KEY",
            description = "The virtual key for the control plane. Default: a new one")
    Optional<String> adminKey();

    @Option(
            names = "--sim-port",
            paramLabel = "N",
            description =
                    "Starts the simulated provider on this port. Default: with the demo catalogue"
                            + " a free one, else it is not started")
    Optional<Integer> simPort();

    @Option(
            names = "--stop-with-parent",
            description = "Stops when the process that started it has ended.")
    boolean stopWithParent();

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    boolean help();

    /// Where keys, catalogue and ledger are kept.
    enum Store {
        DYNAMODB_LOCAL("dynamodb-local"),
        MEMORY("memory"),
        DYNAMODB("dynamodb");

        private final String written;

        Store(String written) {
            this.written = written;
        }

        /// Whether it is this process's own: an account's is others' too, and neither its catalogue nor its secrets come
        /// from this machine.
        boolean onThisMachine() {
            return this != DYNAMODB;
        }

        @Override
        public String toString() {
            return written;
        }
    }
}
