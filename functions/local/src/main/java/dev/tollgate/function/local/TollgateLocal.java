package dev.tollgate.function.local;

import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Serves Tollgate on this machine until SIGTERM or SIGINT; `--help` says how.
///
/// Exit status: 0 after a signal or `--help`, 1 if it could not start, 2 if the command line or the catalogue can't be used.
public final class TollgateLocal {
    /// Where the HTTP server and DynamoDB Local's SQLite log; held, for a logger that nobody holds forgets its level.
    private static final Logger LIBRARIES = Logger.getLogger("");

    /// Where the HTTP server logs, with its stack, what we say in a sentence: that the port is taken.
    private static final Logger BINDING = Logger.getLogger("io.helidon.webserver.LoomServer");

    private TollgateLocal() {}

    public static void main(String[] args) throws InterruptedException {
        Logger.getLogger("")
                .setLevel(Level.WARNING); // DynamoDB Local's SQLite and the HTTP server log there
        try {
            Options options = Arguments.parse(args);
            LocalServer server = LocalServer.start(options, System.err::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            if (options.stopWithParent()) {
                ProcessHandle.current().parent().ifPresent(TollgateLocal::stopWith);
            }
            server.announcement().forEach(System.out::println);
            new CountDownLatch(1).await();
        } catch (NotStarted e) {
            (e.status() == NotStarted.HELP ? System.out : System.err).println(e.message());
            System.exit(e.status());
        }
    }

    private static void stopWith(ProcessHandle parent) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    parent.onExit().join();
                    System.exit(0);
                });
    }

    /// A signal is how this program is meant to end, so it ends with status 0 and not with the signal's.
    private static void stop(LocalServer server) {
        server.close();
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
