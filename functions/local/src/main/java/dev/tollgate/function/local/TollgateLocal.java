package dev.tollgate.function.local;

import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Serves Tollgate on this machine until SIGTERM or SIGINT; `--help` says how. With `replay`, restores spilled records instead.
///
/// Exit status: 0 after a signal, a replay or `--help`, 1 if it could not start or not restore everything, 2 if the command line or the catalogue
/// can't be used.
public final class TollgateLocal {
    private TollgateLocal() {}

    public static void main(String[] args) throws InterruptedException {
        Logger.getLogger("")
                .setLevel(Level.WARNING); // for DynamoDB Local's SQLite and the HTTP server
        Logger binding = Logger.getLogger("io.helidon.webserver.LoomServer");
        binding.setLevel(
                Level.OFF); // a port that is taken is a sentence of ours, not a stack trace
        try {
            if (ReplayCommand.isMeant(args)) {
                new ReplayCommand(System.in, System.out::println, System.err::println).run(args);
                return;
            }
            Options options = Arguments.parse(args);
            LocalServer server =
                    LocalServer.start(options, Wiring.environment(), System.err::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            if (options.stopWithParent()) {
                ProcessHandle.current().parent().ifPresent(TollgateLocal::stopWith);
            }
            server.announcement().forEach(System.out::println);
            new CountDownLatch(1).await();
        } catch (NotStarted e) {
            (e.status() == NotStarted.HELP ? System.out : System.err).println(e.message());
            System.exit(e.status());
        } finally {
            Reference.reachabilityFence(binding); // a logger that nobody holds forgets its level
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
