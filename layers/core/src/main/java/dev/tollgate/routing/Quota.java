package dev.tollgate.routing;

import java.time.Duration;

/// What a provider says is left of its own limit on us: `x-ratelimit-*` and the like.
///
/// @param limit in whatever is counted: requests, or tokens
/// @param remaining of it
/// @param resetsIn until it is whole again
public record Quota(long limit, long remaining, Duration resetsIn) {}
