package dev.tollgate;

import dev.tollgate.api.Dialect;
import dev.tollgate.api.Tags;
import dev.tollgate.audit.LogLevel;
import dev.tollgate.cache.CacheKey;
import dev.tollgate.cache.CacheUse;
import dev.tollgate.cache.Idempotent;
import dev.tollgate.catalog.Routes.Route;
import dev.tollgate.config.Deadline;
import dev.tollgate.conversation.Ask;
import dev.tollgate.identity.Principal;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Priority;
import dev.tollgate.limits.Subject;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Course;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.util.Optional;

/// What a caller has ordered: all that can be told of a call before anything is spent on it.
///
/// @param course the targets that it may reach, in order
/// @param tags its own, its key's, and the variant of a split
/// @param need what it will take of tokens and money, estimated
/// @param cacheKey empty if its answer is neither looked for nor kept
/// @param once as which it is executed once, if its caller wants that
/// @param waitsForTwin whether it waits while the same request is being answered
/// @param log how much is kept of it beside its record
public record Order(
        String id,
        Instant at,
        Principal principal,
        Dialect dialect,
        Operation operation,
        Ask ask,
        Route route,
        Course course,
        Tags tags,
        Priority priority,
        Need need,
        CacheUse cache,
        Optional<CacheKey> cacheKey,
        Optional<Idempotent> once,
        boolean waitsForTwin,
        LogLevel log,
        Deadline deadline) {

    /// The same order, gone to another alias.
    Order goneTo(Route other, Course way, Tags under, Need takes) {
        return new Order(
                id,
                at,
                principal,
                dialect,
                operation,
                ask,
                other,
                way,
                under,
                priority,
                takes,
                cache,
                cacheKey,
                once,
                waitsForTwin,
                log,
                deadline);
    }

    /// When the alias has promised an answer, or something in its place.
    public Deadline answerBy() {
        return route.plan()
                .degrade()
                .map(it -> deadline.orEarlier(Deadline.in(it.after(), at)))
                .orElse(deadline);
    }

    /// The target that is asked first.
    public Target firstTarget() {
        return course.targets().isEmpty()
                ? course.stops().getFirst().target()
                : course.targets().getFirst();
    }

    /// What is asked of the cache; empty if nothing is.
    Optional<CacheUse.Use> cached() {
        return cacheKey.isPresent() && cache instanceof CacheUse.Use use
                ? Optional.of(use)
                : Optional.empty();
    }

    /// What the call will use.
    public Usage expected(Estimate estimate) {
        return new Appraisal(estimate).usage(operation, ask);
    }

    /// Whom limits count it for.
    public Subject subject() {
        return new Subject(principal.keyId(), principal.team(), route.alias(), tags.values());
    }
}
