package dev.tollgate;

import dev.tollgate.audit.AuditTrail;
import dev.tollgate.cache.Cache;
import dev.tollgate.cache.Flights;
import dev.tollgate.cache.Idempotency;
import dev.tollgate.limits.Limits;
import dev.tollgate.routing.Breakers;

/// What calls share: with each other in this sandbox, and, by the stores behind it, with all sandboxes.
public record Shared(
        Limits limits,
        Breakers breakers,
        Cache cache,
        Flights flights,
        Idempotency idempotency,
        AuditTrail audit,
        Together together) {}
