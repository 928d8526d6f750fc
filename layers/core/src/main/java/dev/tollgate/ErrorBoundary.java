package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialects;
import dev.tollgate.config.Ids;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Secrets;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// The one place where errors become replies: a refusal in the caller's dialect, a store that does not answer a 503, anything else an opaque 500 with the request id.
public record ErrorBoundary(Dialects dialects, Timing timing, Telemetry telemetry, Handler inside)
        implements Service {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// Answers an exchange, or throws.
    @FunctionalInterface
    public interface Handler {
        /// @throws ApiError to refuse
        /// @throws IOException if the caller is gone
        void handle(Exchange exchange) throws IOException;
    }

    @Override
    public void handle(Request request, ReplySink sink) {
        Instant start = timing.now();
        Exchange exchange = new Exchange(Ids.request(start, timing.random()), start, request, sink);
        try {
            inside.handle(exchange);
        } catch (ApiError refusal) {
            refuse(exchange, refusal);
        } catch (StoreUnavailable | Secrets.Unavailable e) {
            telemetry.degraded("a request could not be served", e);
            refuse(
                    exchange,
                    ApiError.unavailable("A store does not answer right now.", RETRY_AFTER));
        } catch (IOException gone) {
            telemetry.callerGone(exchange.id(), gone);
        } catch (RuntimeException | Error bug) {
            telemetry.failed(exchange.id(), bug);
            refuse(exchange, ApiError.internal());
        } finally {
            exchange.afterReply().forEach(work -> run(work, exchange.id()));
        }
    }

    private void refuse(Exchange exchange, ApiError error) {
        telemetry.refused(exchange.id(), error);
        try {
            exchange.refuse(error, dialects.of(exchange.request()));
        } catch (IOException gone) {
            telemetry.callerGone(exchange.id(), gone);
        }
    }

    private void run(Runnable work, String id) {
        try {
            work.run();
        } catch (RuntimeException | Error bug) {
            telemetry.failed(id, bug);
        }
    }
}
