package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.Exhausted;
import dev.tollgate.catalog.Routes;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.identity.Principal;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Expected;
import dev.tollgate.limits.Admission.Refused;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Attempts;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.util.Optional;

/// The data plane: what happens to a call, from its first header to its settled record.
public record Gateway(
        Dialects dialects,
        Intake intake,
        Ledger ledger,
        Shared shared,
        Estimate estimate,
        Timing timing,
        Telemetry telemetry)
        implements ErrorBoundary.Handler {

    /// No tables of a tokenizer are read for what is needed only if nobody tells the call's end.
    private static final Estimate ROUGHLY = new Estimate(TokenCounter.byLength());

    private static final String MODELS = "/v1/models";

    @Override
    public void handle(Exchange exchange) throws IOException {
        String path = exchange.request().path();
        Dialect dialect = dialects.of(exchange.request());
        Operation operation = dialect.endpoints().get(path);
        if (operation != null) {
            allowOnly("POST", exchange);
            call(operation, dialect, exchange);
        } else if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
            allowOnly("GET", exchange);
            models(dialect, exchange);
        } else if (path.equals("/health")) {
            allowOnly("GET", exchange);
            exchange.reply(200, ReplyHeaders.JSON, "{\"status\":\"ok\"}".getBytes(UTF_8));
        } else {
            throw ApiError.notFound("There is no " + path + " here.");
        }
    }

    private void call(Operation operation, Dialect dialect, Exchange exchange) throws IOException {
        Order order = intake.take(operation, dialect, exchange);
        Visit visit = visit(order, exchange);
        exchange.afterReply(visit::leave);
        visit.enter();

        switch (outcome(visit)) {
            case Answered(Whole answer) -> deliver(answer, exchange, visit);
            case Answered(Streamed answer) -> relay(answer, exchange, visit);
            case Failed(Failure failure) -> throw error(failure, visit);
        }
    }

    /// What no target has answered, or what our own limit on the only one left has kept from it.
    private static ApiError error(Failure failure, Visit visit) {
        Optional<Refused> keptOut =
                visit.keptOut()
                        .filter(_ -> failure.wasNeverSent() && failure.kind() == Kind.RATE_LIMITED);
        keptOut.ifPresentOrElse(
                limit -> visit.entry().refused(limit.written()),
                () -> visit.entry().failed(failure));
        ApiError error =
                keptOut.map(RateLimits::error)
                        .orElseGet(() ->
                                Exhausted.error(
                                        failure,
                                        visit.attempts().list(),
                                        visit.order().dialect().name()));
        return error.with(ReplyHeaders.of(visit)).with(error.headers());
    }

    private Outcome outcome(Visit visit) {
        try {
            return new Serving(intake, shared, timing).serve(visit);
        } catch (ApiError refusal) {
            visit.entry().refused(visit.refusal().map(Refused::written).orElse(refusal.code()));
            throw refusal.with(ReplyHeaders.of(visit));
        }
    }

    private void deliver(Whole answer, Exchange exchange, Visit visit) throws IOException {
        visit.commits(answer);
        visit.answered(answer);
        Headers headers =
                ReplyHeaders.of(visit)
                        .with(ReplyHeaders.cost(visit.entry()))
                        .with(ReplyHeaders.dropped(answer));
        exchange.reply(200, ReplyHeaders.JSON.with(headers), answer.body());
    }

    private void relay(Streamed answer, Exchange exchange, Visit visit) throws IOException {
        visit.commits(answer);
        Headers headers =
                ReplyHeaders.EVENT_STREAM
                        .with(ReplyHeaders.of(visit))
                        .with(ReplyHeaders.dropped(answer));
        try (answer;
                LivelyStream reply =
                        new LivelyStream(exchange.begin(200, headers), timing, answer::close)) {
            relay(answer, exchange, reply, visit);
        } catch (IOException gone) {
            visit.entry().cancelled(answer.summary());
            throw gone;
        } catch (RuntimeException | Error bug) {
            visit.entry().cut(Failure.of(Kind.SERVER_ERROR, "a bug"), answer.summary());
            throw bug;
        }
    }

    private void relay(Streamed answer, Exchange exchange, LivelyStream reply, Visit visit)
            throws IOException {
        while (true) {
            Next next = answer.next();
            reply.requireCaller();
            switch (next) {
                case Next.Piece(byte[] bytes) -> {
                    visit.relayed(bytes);
                    reply.send(bytes);
                }
                case Next.End(byte[] bytes) -> {
                    visit.answered(bytes, answer);
                    reply.end(bytes);
                    return;
                }
                case Next.Broken(Failure failure) -> {
                    visit.cut(failure, answer.summary());
                    ApiError error = exchange.identified(Exhausted.cut(failure));
                    reply.end(visit.order().dialect().errorEvent(error));
                    return;
                }
            }
        }
    }

    private Visit visit(Order order, Exchange exchange) {
        Attempts attempts = new Attempts();
        LedgerRecord pending =
                new LedgerRecord(
                        order.id(),
                        order.at(),
                        order.principal().team(),
                        order.principal().keyId(),
                        order.route().alias(),
                        order.operation(),
                        order.ask().streamed(),
                        order.firstTarget(),
                        order.route().version(),
                        order.tags(),
                        Optional.of(expected(order)),
                        Optional.empty());
        Entry entry =
                new Entry(
                        ledger,
                        telemetry,
                        timing,
                        pending,
                        attempts,
                        (target, usage) -> order.route().routes().cost(target, usage, order.at()),
                        () -> Usage.estimate(order.ask().inputTokens(estimate), 0));
        return new Visit(order, entry, attempts, shared, Transcript.of(order, exchange), timing);
    }

    private static Expected expected(Order order) {
        Usage usage = order.expected(ROUGHLY);
        return new Expected(
                usage, order.route().routes().cost(order.firstTarget(), usage, order.at()));
    }

    private void models(Dialect dialect, Exchange exchange) throws IOException {
        Principal principal = intake.authenticator().authenticate(exchange.request().headers());
        Routes routes = intake.catalog().get();
        String path = exchange.request().path();
        byte[] reply =
                path.equals(MODELS)
                        ? dialect.models(routes.visibleTo(principal))
                        : dialect.model(
                                routes.resolve(path.substring(MODELS.length() + 1), principal)
                                        .alias());
        exchange.reply(200, ReplyHeaders.JSON, reply);
    }

    private static void allowOnly(String method, Exchange exchange) {
        if (!exchange.request().method().equals(method)) {
            throw ApiError.methodNotAllowed(
                    exchange.request().path() + " takes " + method + " only.", method);
        }
    }
}
