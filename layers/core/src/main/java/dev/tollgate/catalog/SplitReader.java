package dev.tollgate.catalog;

import dev.tollgate.config.Bounds;
import dev.tollgate.routing.Split;
import dev.tollgate.routing.Split.Variant;
import dev.tollgate.routing.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an alias's `split`, `[{target, weight, name}]`, and its `stickyBy`. A variant without a name goes by its target, as written.
final class SplitReader {
    static final int MAX_VARIANTS = 8;
    static final int MAX_WEIGHT = 10_000;

    private SplitReader() {}

    static Optional<Split> read(Section alias, Set<String> providers) {
        Optional<String> stickyBy = Dimensions.read(alias, "stickyBy");
        if (!alias.has("split")) {
            if (alias.has("stickyBy")) {
                alias.problem("stickyBy", "need a 'split' that it can decide");
            }
            return Optional.empty();
        }
        List<Variant> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section written :
                alias.objects("split", 1, MAX_VARIANTS, "variants {target, weight}")) {
            variant(written, providers)
                    .ifPresent(variant -> {
                        if (!names.add(variant.name())) {
                            written.problem(
                                    "need a 'name' of its own, there is another '%s'"
                                            .formatted(variant.name()));
                        }
                        variants.add(variant);
                    });
        }
        return variants.isEmpty() ? Optional.empty() : Optional.of(new Split(variants, stickyBy));
    }

    private static Optional<Variant> variant(Section written, Set<String> providers) {
        if (!written.has("target")) {
            written.problem("target", "missing: need provider/model");
        }
        if (!written.has("weight")) {
            written.problem("weight", "missing: its share of the sum of all weights");
        }
        int weight = written.number("weight", 1, 1, MAX_WEIGHT);
        Optional<String> name = written.name("name");
        Optional<Target> target =
                written.has("target")
                        ? Targets.read(
                                written.get("target"),
                                providers,
                                problem -> written.problem("target", problem))
                        : Optional.empty();
        if (name.isEmpty()
                && target.filter(it -> it.toString().length() > Bounds.MAX_TAG_VALUE).isPresent()) {
            written.problem("need a 'name', the target is too long to be one");
        }
        written.rejectUnknownKeys();
        return target.map(it -> new Variant(name.orElseGet(it::toString), it, weight));
    }
}
