package dev.tollgate.routing;

import java.util.List;
import java.util.Optional;

/// A weighted choice between targets, so that they can be compared.
///
/// @param stickyBy the tag, or `user`, whose value decides: the same value always gets the same variant. Empty: chance decides
public record Split(List<Variant> variants, Optional<String> stickyBy) {

    public Split {
        variants = List.copyOf(variants);
    }

    /// @param name what reports call it: the tag `variant` of the call
    /// @param weight its share of the sum of all weights
    public record Variant(String name, Target target, int weight) {}
}
