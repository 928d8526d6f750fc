package dev.tollgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialect.Asked;
import dev.tollgate.api.Dialects;
import dev.tollgate.api.Exhausted;
import dev.tollgate.api.RequestBody;
import dev.tollgate.api.TagSources;
import dev.tollgate.api.Tags;
import dev.tollgate.catalog.Routes;
import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.Entry;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// The data plane: what happens to a call, from its first header to its settled record.
public record Gateway(
        Dialects dialects,
        Authenticator authenticator,
        Supplier<Routes> catalog,
        Ledger ledger,
        Estimate estimate,
        Timing timing,
        Telemetry telemetry)
        implements ErrorBoundary.Handler {

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
        Headers headers = exchange.request().headers();
        Principal principal = authenticator.authenticate(headers);
        principal.require(Role.APP);

        JsonBody body = RequestBody.json(exchange.request());
        Asked asked = dialect.decode(operation, body);
        Route route = catalog.get().resolve(asked.alias(), principal);
        Tags tags = TagSources.join(principal.tags(), headers, asked.metadata());

        Call call =
                new Call(
                        exchange.id(),
                        operation,
                        new Ask(
                                dialect,
                                body,
                                asked.streamed(),
                                exchange.startedAt(),
                                dialect.partOfAsk(headers)),
                        deadline(exchange, route));
        Entry entry = open(exchange, principal, route, call, tags);
        exchange.afterReply(entry::settle);

        switch (route.stack().send(call)) {
            case Answered(Whole answer) -> deliver(answer, exchange, route, call, entry);
            case Answered(Streamed answer) -> relay(answer, dialect, exchange, route, call, entry);
            case Failed(Failure failure) -> {
                entry.failed(failure);
                throw Exhausted.error(failure, call.attempts().list(), dialect.name())
                        .with(ReplyHeaders.of(route, call, entry));
            }
        }
    }

    private void deliver(Whole answer, Exchange exchange, Route route, Call call, Entry entry)
            throws IOException {
        entry.committed();
        entry.answered(answer.summary());
        Headers headers =
                ReplyHeaders.of(route, call, entry)
                        .with(ReplyHeaders.cost(entry))
                        .with(ReplyHeaders.dropped(answer));
        exchange.reply(200, ReplyHeaders.JSON.with(headers), answer.body());
    }

    private void relay(
            Streamed answer,
            Dialect dialect,
            Exchange exchange,
            Route route,
            Call call,
            Entry entry)
            throws IOException {
        entry.committed();
        Headers headers =
                ReplyHeaders.EVENT_STREAM
                        .with(ReplyHeaders.of(route, call, entry))
                        .with(ReplyHeaders.dropped(answer));
        try (answer;
                LivelyStream reply =
                        new LivelyStream(exchange.begin(200, headers), timing, answer::close)) {
            relay(answer, dialect, exchange, reply, entry);
        } catch (IOException gone) {
            entry.cancelled(answer.summary());
            throw gone;
        } catch (RuntimeException | Error bug) {
            entry.cut(Failure.of(Failure.Kind.SERVER_ERROR, "a bug"), answer.summary());
            throw bug;
        }
    }

    private void relay(
            Streamed answer, Dialect dialect, Exchange exchange, LivelyStream reply, Entry entry)
            throws IOException {
        while (true) {
            Next next = answer.next();
            reply.requireCaller();
            switch (next) {
                case Next.Piece(byte[] bytes) -> reply.send(bytes);
                case Next.End(byte[] bytes) -> {
                    entry.answered(answer.summary());
                    reply.end(bytes);
                    return;
                }
                case Next.Broken(Failure failure) -> {
                    entry.cut(failure, answer.summary());
                    reply.end(dialect.errorEvent(exchange.identified(Exhausted.cut(failure))));
                    return;
                }
            }
        }
    }

    private Entry open(Exchange exchange, Principal principal, Route route, Call call, Tags tags) {
        LedgerRecord pending =
                new LedgerRecord(
                        call.id(),
                        exchange.startedAt(),
                        principal.team(),
                        principal.keyId(),
                        route.alias(),
                        call.operation(),
                        call.streamed(),
                        route.plan().targets().getFirst(),
                        route.version(),
                        tags,
                        Optional.empty());
        return Entry.open(
                ledger,
                telemetry,
                timing,
                pending,
                call.attempts(),
                (target, usage) -> route.routes().cost(target, usage, exchange.startedAt()),
                () -> estimate.unanswered(call.body()));
    }

    private Deadline deadline(Exchange exchange, Route route) {
        Deadline ours = Deadline.in(route.plan().deadline(), exchange.startedAt());
        return CallerTimeout.of(exchange.request().headers())
                .map(timeout -> ours.orEarlier(Deadline.in(timeout, exchange.startedAt())))
                .orElse(ours)
                .orEarlier(exchange.request().deadline());
    }

    private void models(Dialect dialect, Exchange exchange) throws IOException {
        Principal principal = authenticator.authenticate(exchange.request().headers());
        Routes routes = catalog.get();
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
