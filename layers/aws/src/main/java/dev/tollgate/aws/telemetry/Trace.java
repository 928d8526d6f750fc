package dev.tollgate.aws.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An exception as log lines show it. The message of one that is not ours may quote anything, so it is left out.
final class Trace {
    private static final String OURS = "dev.tollgate.";
    private static final int MAX_CAUSES = 5;
    private static final int MAX_FRAMES = 30;

    private Trace() {}

    /// `dev.tollgate.config.StoreUnavailable: PutItem on ledger: Throttled <- software...ApiCallTimeoutException`.
    static String summary(Throwable thrown) {
        return causes(thrown).stream().map(Trace::line).collect(Collectors.joining(" <- "));
    }

    /// The first places of each cause, one a line.
    static String frames(Throwable thrown) {
        return causes(thrown).stream()
                .flatMap(cause ->
                        Stream.concat(
                                Stream.of(cause.getClass().getName()),
                                Stream.of(cause.getStackTrace())
                                        .limit(MAX_FRAMES)
                                        .map(frame -> "  at " + frame)))
                .collect(Collectors.joining("\n"));
    }

    private static String line(Throwable cause) {
        String name = cause.getClass().getName();
        return name.startsWith(OURS) ? name + ": " + cause.getMessage() : name;
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown;
                cause != null && causes.size() < MAX_CAUSES;
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
