package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.audit.LoggingRules;
import dev.tollgate.cache.CacheRules;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.limits.Limit;
import dev.tollgate.routing.Degrade.Substitute;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads a catalogue: all of it is right, or every problem is named.
///
/// @param dialects the provider dialects that can be used, by name
/// @param environmentSecrets whether `env:NAME` names a secret: on a local run only
public record CatalogReader(Map<String, DialectSpec> dialects, boolean environmentSecrets) {
    static final int MAX_PROVIDERS = 100;
    static final int MAX_NAMES_SHOWN = 50;

    public CatalogReader {
        dialects = Map.copyOf(dialects);
    }

    /// @throws InvalidCatalog with every problem
    public Catalog read(JsonNode document) {
        List<Problem> problems = new ArrayList<>();
        Section root = new Section("", document, problems);
        SortedMap<String, ProviderSpec> providers = providers(root.section("providers"));
        Set<String> declared = root.keys("providers");
        Set<String> named = root.keys("aliases");
        SortedMap<String, Alias> aliases =
                new AliasReader(declared, named).read(root.section("aliases"));
        List<Limit> limits = new LimitReader(declared, named).read(root);
        CacheRules cache = new CacheReader(named).read(root.section("cache"));
        LoggingRules logging = new LoggingReader(named).read(root);
        Map<Target, List<Price>> prices = new PriceReader(declared).read(root.section("prices"));
        Map<Target, ModelFacts> models = new ModelReader(declared).read(root.section("models"));
        checkStale(aliases, cache, root);
        root.rejectUnknownKeys();
        if (!problems.isEmpty()) {
            throw new InvalidCatalog(problems);
        }
        return new Catalog(providers, aliases, limits, cache, logging, prices, models);
    }

    /// Reads prices alone, written as in a catalogue, of models of any provider.
    ///
    /// @throws InvalidCatalog with every problem
    public static Map<Target, List<Price>> prices(JsonNode prices) {
        List<Problem> problems = new ArrayList<>();
        Section section = new Section("prices", prices, problems);
        Set<String> named = new HashSet<>();
        section.each((target, _) -> named.add(target.split("/", 2)[0]));
        Map<Target, List<Price>> read = new PriceReader(named).read(section);
        if (!problems.isEmpty()) {
            throw new InvalidCatalog(problems);
        }
        return read;
    }

    /// Who degrades to stale answers must keep some.
    private static void checkStale(
            SortedMap<String, Alias> aliases, CacheRules cache, Section root) {
        aliases.forEach((name, alias) -> {
            boolean wanted =
                    alias.plan()
                            .degrade()
                            .filter(it -> it.substitute() instanceof Substitute.Stale)
                            .isPresent();
            boolean kept = cache.of(name).filter(rule -> rule.staleFor().isPositive()).isPresent();
            if (wanted && !kept) {
                root.problem(
                        "aliases." + name + ".degrade.staleCache",
                        "need a rule with 'staleFor' in cache.aliases.%s, or in cache.default"
                                .formatted(name));
            }
        });
    }

    private SortedMap<String, ProviderSpec> providers(Section section) {
        SortedMap<String, ProviderSpec> providers = new TreeMap<>();
        section.each((name, node) ->
                provider(name, section.child(name, node))
                        .ifPresent(spec -> providers.put(name, spec)));
        atMost(MAX_PROVIDERS, providers.size(), section);
        return providers;
    }

    private Optional<ProviderSpec> provider(String name, Section section) {
        section.checkName(name);
        Optional<String> dialect = section.text("dialect");
        if (dialect.isEmpty() || !dialects.containsKey(dialect.get())) {
            section.problem(
                    "dialect",
                    dialect.map(given -> "unknown dialect '" + given + "'").orElse("missing")
                            + " (known: "
                            + String.join(", ", new TreeSet<>(dialects.keySet()))
                            + ")");
        }
        boolean allowPrivate = section.flag("allowPrivateNetwork");
        Optional<String> url = section.text("baseUrl");
        Optional<URI> baseUrl = url.flatMap(text -> baseUrl(text, allowPrivate, section));
        Optional<String> secret = section.text("secret");
        secret.filter(reference -> reference.startsWith("env:") && !environmentSecrets)
                .ifPresent(_ ->
                        section.problem(
                                "secret",
                                "env: works on a local run only; name a secret in Secrets"
                                        + " Manager"));
        String spoken = dialect.orElse(name);
        DialectSpec spec = dialects.getOrDefault(spoken, DialectSpec.plain(spoken));
        String vendor = section.text("vendor").orElseGet(() -> spec.vendorOf(name));
        if (url.isEmpty() && dialects.containsKey(spoken) && !spec.homes().contains(vendor)) {
            section.problem(
                    "baseUrl",
                    spec.homes().isEmpty()
                            ? "missing: such a provider is at an address of its own"
                            : "missing: nothing is known of where '%s' is (known, by name or as 'vendor': %s)"
                                    .formatted(
                                            vendor,
                                            String.join(", ", new TreeSet<>(spec.homes()))));
        }
        Map<String, String> settings = settings(spec, section);
        section.rejectUnknownKeys();
        return dialect.map(known ->
                new ProviderSpec(name, known, baseUrl, secret, allowPrivate, vendor, settings));
    }

    private static Map<String, String> settings(DialectSpec dialect, Section section) {
        Map<String, String> settings = new HashMap<>();
        dialect.settings()
                .forEach((key, setting) -> {
                    Optional<String> text = section.text(key);
                    if (text.isEmpty() ? setting.required() : !setting.fits().test(text.get())) {
                        section.problem(
                                key,
                                "need "
                                        + setting.form()
                                        + text.map(it -> ", got '" + it + "'").orElse(""));
                    }
                    text.ifPresent(it -> settings.put(key, it));
                });
        return settings;
    }

    private static Optional<URI> baseUrl(String text, boolean allowPrivate, Section section) {
        try {
            URI uri = URI.create(text);
            boolean schemeFits =
                    "https".equals(uri.getScheme())
                            || (allowPrivate && "http".equals(uri.getScheme()));
            if (schemeFits
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return Optional.of(
                        text.endsWith("/")
                                ? URI.create(text.substring(0, text.length() - 1))
                                : uri);
            }
        } catch (IllegalArgumentException _) {
            // reported below, like every other text that is no such address
        }
        section.problem(
                "baseUrl",
                "need https://host[:port][/path] (http:// only with allowPrivateNetwork: true), got '"
                        + text
                        + "'");
        return Optional.empty();
    }

    /// Whether there is such an alias; a problem if there is none.
    static boolean checkAlias(String name, Set<String> aliases, Section section, String key) {
        boolean exists = aliases.contains(name);
        if (!exists) {
            section.problem(key, "unknown alias '%s' (known: %s)".formatted(name, names(aliases)));
        }
        return exists;
    }

    /// Names for people, in order, and not without end.
    static String names(Set<String> names) {
        String some =
                names.stream().sorted().limit(MAX_NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : some + (names.size() > MAX_NAMES_SHOWN ? ", ..." : "");
    }

    static void atMost(int max, int count, Section section) {
        if (count > max) {
            section.problem("need at most " + max + ", got " + count);
        }
    }
}
