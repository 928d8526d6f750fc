package dev.tollgate.catalog;

import dev.tollgate.routing.Target;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.Price;
import dev.tollgate.usage.PriceList;
import dev.tollgate.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What targets cost under one version of the catalogue: its own prices on the days on which they hold, and else those that Tollgate comes with.
///
/// @param version the catalogue's number
public record PriceBook(long version, Catalog catalog, PriceList builtIn) {
    /// Targets that [#warnings] names.
    public static final int MAX_WARNINGS = 100;

    /// What tokens cost at a target.
    ///
    /// @param when when the call began: the price of that day in UTC counts
    public Cost cost(Target target, Usage usage, Instant when) {
        LocalDate day = day(when);
        Optional<Price> own = own(target, day);
        return own.or(() -> listed(target, day))
                .<Cost>map(price ->
                        Cost.Priced.of(
                                price.costs(usage),
                                own.isPresent() ? "catalogue-" + version : builtIn.version()))
                .orElseGet(Cost.Unpriced::new);
    }

    /// The price of a target on the day of an instant.
    public Optional<Price> price(Target target, Instant when) {
        LocalDate day = day(when);
        return own(target, day).or(() -> listed(target, day));
    }

    /// The targets of the catalogue's aliases that have no price at an instant, one line each: `aliases.NAME: ` and [PriceHint#line].
    public List<String> warnings(Instant when) {
        Set<Target> seen = new LinkedHashSet<>();
        List<String> warnings = new ArrayList<>();
        for (Alias alias : catalog.aliases().values()) {
            for (Target target : alias.plan().all()) {
                if (seen.add(target) && price(target, when).isEmpty()) {
                    warnings.add("aliases.%s: %s".formatted(alias.name(), PriceHint.line(target)));
                }
            }
        }
        int more = warnings.size() - MAX_WARNINGS;
        if (more > 0) {
            warnings.subList(MAX_WARNINGS, warnings.size()).clear();
            warnings.add("%d more targets have no price".formatted(more));
        }
        return warnings;
    }

    /// The same, with other prices in place of the catalogue's.
    public PriceBook with(Map<Target, List<Price>> others) {
        return new PriceBook(version, catalog.with(others), builtIn);
    }

    private Optional<Price> own(Target target, LocalDate day) {
        return catalog.prices().getOrDefault(target, List.of()).stream()
                .filter(price -> price.validity().covers(day))
                .findFirst();
    }

    private Optional<Price> listed(Target target, LocalDate day) {
        ProviderSpec provider = catalog.providers().get(target.provider());
        String vendor = provider == null ? target.provider() : provider.vendor();
        return builtIn.find(vendor, target.model(), day);
    }

    private static LocalDate day(Instant when) {
        return LocalDate.ofInstant(when, ZoneOffset.UTC);
    }
}
