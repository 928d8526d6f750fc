package dev.tollgate;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.Dialect.Asked;
import dev.tollgate.api.RequestBody;
import dev.tollgate.api.TagSources;
import dev.tollgate.api.Tags;
import dev.tollgate.audit.LogLevel;
import dev.tollgate.cache.CacheKey;
import dev.tollgate.cache.CacheUse;
import dev.tollgate.cache.Idempotent;
import dev.tollgate.cache.InvalidHeader;
import dev.tollgate.catalog.Routes;
import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.limits.Priority;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course;
import dev.tollgate.usage.Estimate;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Takes orders: who asks, for what, and which way it is to go. Nothing is spent, and no store is asked but that of the keys.
public record Intake(
        Authenticator authenticator, Supplier<Routes> catalog, Estimate estimate, Timing timing) {
    static final String VARIANT = "variant";

    private static final String PRIORITY = "x-tollgate-priority";
    private static final String IN_FLIGHT = "x-tollgate-in-flight";
    private static final String LOG = "x-tollgate-log";

    /// @throws IOException if the caller is gone before all of its request has come
    /// @throws ApiError if the caller is unknown, may not ask this, or asks it wrongly
    Order take(Operation operation, Dialect dialect, Exchange exchange) throws IOException {
        Principal principal = authenticator.authenticate(exchange.request().headers());
        principal.require(Role.APP);
        return take(
                principal,
                operation,
                dialect,
                exchange.request(),
                exchange.id(),
                exchange.startedAt());
    }

    /// The order of somebody who is known.
    public Order take(
            Principal principal,
            Operation operation,
            Dialect dialect,
            Request request,
            String id,
            Instant at)
            throws IOException {
        Headers headers = request.headers();
        JsonBody body = RequestBody.json(request);
        Asked asked = dialect.decode(operation, body);
        Route route = catalog.get().resolve(asked.alias(), principal);
        Tags own = TagSources.join(principal.tags(), headers, asked.metadata());
        Ask ask = new Ask(dialect, body, asked.streamed(), at, dialect.partOfAsk(headers));
        Course course = course(route, operation, ask, new Sticky(principal, own, body));
        CacheUse cache = cacheUse(route, headers);
        return new Order(
                id,
                at,
                principal,
                dialect,
                operation,
                ask,
                route,
                course,
                tags(own, course),
                priority(headers),
                new Appraisal(estimate).of(operation, ask, route, course, at),
                cache,
                cache instanceof CacheUse.Use
                        ? cacheKey(principal, operation, ask, course)
                        : Optional.empty(),
                once(principal, operation, route, headers, ask),
                waitsForTwin(headers),
                log(principal, route, headers),
                deadline(route, request, at));
    }

    /// The way of a call on another alias than the one asked for.
    Order instead(Order order, Route route) {
        Sticky sticky = new Sticky(order.principal(), order.tags(), order.ask().body());
        Course course = course(route, order.operation(), order.ask(), sticky);
        return order.goneTo(
                route,
                course,
                tags(order.tags().without(VARIANT), course),
                new Appraisal(estimate)
                        .of(order.operation(), order.ask(), route, course, order.at()));
    }

    private Course course(Route route, Operation operation, Ask ask, Sticky sticky) {
        Optional<String> value =
                route.plan().split().flatMap(split -> split.stickyBy()).flatMap(sticky::value);
        return route.course(operation, ask, value, timing.random());
    }

    private static Tags tags(Tags own, Course course) {
        return course.variant()
                .map(variant -> own.with(new Tags(new TreeMap<>(Map.of(VARIANT, variant.name())))))
                .orElse(own);
    }

    private static Priority priority(Headers headers) {
        return headers.first(PRIORITY)
                .map(text ->
                        Priority.parse(text.strip())
                                .orElseThrow(() ->
                                        ApiError.badRequest(
                                                "invalid_priority",
                                                PRIORITY + ": need critical, normal or low",
                                                PRIORITY)))
                .orElse(Priority.NORMAL);
    }

    private static CacheUse cacheUse(Route route, Headers headers) {
        try {
            return CacheUse.of(route.routes().catalog().cache().of(route.alias()), headers);
        } catch (InvalidHeader e) {
            throw refused(e);
        }
    }

    private static Optional<CacheKey> cacheKey(
            Principal principal, Operation operation, Ask ask, Course course) {
        return course.targets().stream()
                .findFirst()
                .flatMap(target -> CacheKey.of(principal.team(), operation, target, ask));
    }

    private static Optional<Idempotent> once(
            Principal principal, Operation operation, Route route, Headers headers, Ask ask) {
        try {
            return Idempotent.key(headers)
                    .map(key ->
                            Idempotent.of(principal.team(), key, operation, route.alias(), ask));
        } catch (InvalidHeader e) {
            throw refused(e);
        }
    }

    private static boolean waitsForTwin(Headers headers) {
        return headers.first(IN_FLIGHT)
                .map(text ->
                        switch (text.strip()) {
                            case "wait" -> true;
                            case "reject" -> false;
                            default ->
                                    throw ApiError.badRequest(
                                            "invalid_header",
                                            IN_FLIGHT + ": need wait or reject",
                                            IN_FLIGHT);
                        })
                .orElse(true);
    }

    private static LogLevel log(Principal principal, Route route, Headers headers) {
        Optional<LogLevel> asked =
                headers.first(LOG)
                        .map(text ->
                                LogLevel.parse(text.strip())
                                        .orElseThrow(() ->
                                                ApiError.badRequest(
                                                        "invalid_header",
                                                        LOG + ": need none, metadata or full",
                                                        LOG)));
        return route.routes().catalog().logging().level(route.alias(), principal.keyId(), asked);
    }

    private static ApiError refused(InvalidHeader e) {
        return ApiError.badRequest("invalid_header", e.message(), e.header());
    }

    private static Deadline deadline(Route route, Request request, Instant at) {
        Deadline ours = Deadline.in(route.plan().deadline(), at);
        return CallerTimeout.of(request.headers())
                .map(timeout -> ours.orEarlier(Deadline.in(timeout, at)))
                .orElse(ours)
                .orEarlier(request.deadline());
    }
}
