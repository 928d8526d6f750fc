package dev.tollgate.testkit.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Runs the [SimulatedProvider] as a process of its own until it is ended.
///
/// `--port N` is the loopback port (a free one if left out). `--log FILE` appends one line for
/// every call that is charged for, before it is answered: the request header
/// `x-client-request-id`, a tab, the model. `ready http://127.0.0.1:N/v1` on standard output says
/// that it serves.
public final class SimulatedProviderMain {

    private SimulatedProviderMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var provider = run(args);
            Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
            System.out.println("ready " + provider.baseUri());
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /// Starts what the arguments describe.
    ///
    /// @throws IllegalArgumentException if they are not `--port N` and `--log FILE`
    static SimulatedProvider run(String... args) throws IOException {
        int port = 0;
        var log = CallLog.off();
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("no value for " + args[args.length - 1]);
        }
        for (int i = 0; i < args.length; i += 2) {
            switch (args[i]) {
                case "--port" -> port = port(args[i + 1]);
                case "--log" -> log = CallLog.to(Path.of(args[i + 1]));
                default ->
                        throw new IllegalArgumentException(
                                "unknown option " + args[i] + " (known: --port N, --log FILE)");
            }
        }
        return SimulatedProvider.start(port, log);
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("need 0 <= --port <= 65535, got " + text);
        }
        return Integer.parseInt(text);
    }
}
