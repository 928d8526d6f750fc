package dev.tollgate.catalog;

import dev.tollgate.routing.Degrade;
import dev.tollgate.routing.Degrade.Substitute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an alias's `degrade`: `after`, and one of `message`, `alias` and `staleCache: true`.
///
/// @param alias whose it is
/// @param aliases the names of all that the catalogue declares
record DegradeReader(String alias, Set<String> aliases) {
    static final int MAX_MESSAGE = 4_000;

    /// @param deadline of the alias, which is the latest to degrade at
    Optional<Degrade> read(Section of, Duration deadline) {
        if (!of.has("degrade")) {
            return Optional.empty();
        }
        Section section = of.section("degrade");
        Duration after =
                AliasReader.required(
                        section, "after", deadline, "how long the alias's own targets have");
        Optional<Substitute> substitute = substitute(section);
        section.rejectUnknownKeys();
        return substitute.map(it -> new Degrade(after, it));
    }

    private Optional<Substitute> substitute(Section section) {
        List<Substitute> all = new ArrayList<>();
        section.text("message", MAX_MESSAGE).map(Substitute.Message::new).ifPresent(all::add);
        section.text("alias")
                .filter(other -> exists(other, section))
                .map(Substitute.Other::new)
                .ifPresent(all::add);
        if (section.flag("staleCache")) {
            all.add(new Substitute.Stale());
        } else if (section.get("staleCache").isBoolean()) {
            section.problem("staleCache", "need true, or leave it out");
        }
        long given =
                List.of("message", "alias", "staleCache").stream().filter(section::has).count();
        if (given != 1) {
            section.problem("need exactly one of 'message', 'alias' and 'staleCache: true'");
        }
        return all.stream().findFirst();
    }

    private boolean exists(String other, Section section) {
        if (other.equals(alias)) {
            section.problem("alias", "need another alias than itself");
            return false;
        }
        return CatalogReader.checkAlias(other, aliases, section, "alias");
    }
}
