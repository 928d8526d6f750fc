package dev.tollgate.routing;

import java.time.Duration;

/// What a provider says is left of its own limit on us: `x-ratelimit-*` and the like.
///
/// @param name that no other quota of the target has
/// @param limit in whatever is counted: requests, or tokens
/// @param remaining of it
/// @param resetsIn until it is whole again
public record Quota(String name, long limit, long remaining, Duration resetsIn) {}
