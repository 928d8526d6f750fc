package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.cache.CacheRules;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads a catalogue: all of it is right, or every problem is named.
///
/// @param dialects the provider dialects that can be used, by name
/// @param environmentSecrets whether `env:NAME` names a secret: on a local run only
public record CatalogReader(Map<String, DialectSpec> dialects, boolean environmentSecrets) {
    static final int MAX_PROVIDERS = 100;
    static final int MAX_OUTPUT_TOKENS = 10_000_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    public CatalogReader {
        dialects = Map.copyOf(dialects);
    }

    /// @throws InvalidCatalog with every problem
    public Catalog read(JsonNode document) {
        List<Problem> problems = new ArrayList<>();
        Section root = new Section("", document, problems);
        SortedMap<String, ProviderSpec> providers = providers(root.section("providers"));
        Set<String> declared = root.keys("providers");
        SortedMap<String, Alias> aliases = new AliasReader(declared).read(root.section("aliases"));
        Map<Target, Price> prices = prices(root.section("prices"), declared);
        Map<Target, ModelFacts> models = models(root.section("models"), declared);
        root.rejectUnknownKeys();
        if (!problems.isEmpty()) {
            throw new InvalidCatalog(problems);
        }
        return new Catalog(providers, aliases, List.of(), CacheRules.OFF, prices, models);
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
        checkName(name, section);
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

    private static Map<Target, Price> prices(Section section, Set<String> providers) {
        Map<Target, Price> prices = new HashMap<>();
        section.each((written, node) -> {
            Section price = section.child(written, node);
            Targets.read(written, providers, price::problem)
                    .ifPresent(target -> prices.put(target, price(price)));
        });
        return prices;
    }

    private static Map<Target, ModelFacts> models(Section section, Set<String> providers) {
        Map<Target, ModelFacts> models = new HashMap<>();
        section.each((written, node) -> {
            Section model = section.child(written, node);
            int maxOutputTokens = model.number("maxOutputTokens", 0, 1, MAX_OUTPUT_TOKENS);
            model.rejectUnknownKeys();
            Targets.read(written, providers, model::problem)
                    .filter(_ -> maxOutputTokens > 0)
                    .ifPresent(target ->
                            models.put(target, new ModelFacts(OptionalInt.of(maxOutputTokens))));
        });
        return models;
    }

    private static Price price(Section section) {
        Price.Rates rates =
                new Price.Rates(
                        rate(section, "inputPerMTok"),
                        rate(section, "outputPerMTok"),
                        section.decimal("cacheReadPerMTok"),
                        section.decimal("cacheWritePerMTok"),
                        section.decimal("cacheWrite1hPerMTok"),
                        section.decimal("inputAudioPerMTok"),
                        section.decimal("cacheReadAudioPerMTok"),
                        section.decimal("outputAudioPerMTok"));
        section.rejectUnknownKeys();
        return new Price(rates, List.of(), "catalogue", "", Price.Validity.ALWAYS);
    }

    private static BigDecimal rate(Section section, String key) {
        return section.decimal(key)
                .orElseGet(() -> {
                    section.problem(key, "missing, or no price (an embedding's output is \"0\")");
                    return BigDecimal.ZERO;
                });
    }

    static void checkName(String name, Section section) {
        if (!NAME.matcher(name).matches()) {
            section.problem("need a name of 1 to 128 of A-Z a-z 0-9 _ . : -, got '" + name + "'");
        }
    }

    static void atMost(int max, int count, Section section) {
        if (count > max) {
            section.problem("need at most " + max + ", got " + count);
        }
    }
}
