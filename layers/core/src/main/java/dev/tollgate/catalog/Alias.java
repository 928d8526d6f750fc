package dev.tollgate.catalog;

import dev.tollgate.routing.Plan;

/// The name under which applications ask for a model, and how such calls are served.
public record Alias(String name, Plan plan) {}
