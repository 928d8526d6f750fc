package dev.tollgate.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogReaderTest {
    /// A dialect that many hosts speak, two of them known.
    private static final DialectSpec SHARED =
            new DialectSpec(new TreeMap<>(), Optional.empty(), Set.of("openai", "p"));

    private static Catalog read(String json) {
        return new CatalogReader(Map.of("openai", SHARED), false)
                .read(Json.tree(json.getBytes(UTF_8)));
    }

    private static List<String> problems(String json) {
        return assertThrows(InvalidCatalog.class, () -> read(json)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static ProviderSpec provider(Catalog catalog, String name) {
        return Objects.requireNonNull(catalog.providers().get(name));
    }

    private static Plan plan(Catalog catalog, String alias) {
        return Objects.requireNonNull(catalog.aliases().get(alias)).plan();
    }

    @Test
    void a_full_catalogue_is_read() {
        Catalog catalog =
                read(
                        """
                        {"providers": {
                           "openai": {"dialect": "openai", "secret": "tollgate/openai"},
                           "groq": {"dialect": "openai", "baseUrl": "https://groq.example/openai/v1/"}},
                         "aliases": {
                           "short": "openai/gpt-4.1",
                           "long": {"targets": ["openai/gpt-4.1-mini", "groq/a/b"], "retries": 1,
                                    "attemptTimeout": "20s", "firstTokenTimeout": "1.5s",
                                    "stallTimeout": "500ms", "deadline": "1m"}},
                         "prices": {"groq/a/b": {"inputPerMTok": "0.05", "outputPerMTok": "0.08"}}}
                        """);

        assertEquals(
                Optional.of(URI.create("https://groq.example/openai/v1")),
                provider(catalog, "groq").baseUrl());
        assertEquals("openai", provider(catalog, "openai").vendor());
        assertEquals("groq", provider(catalog, "groq").vendor());
        assertEquals(
                new Plan(
                        List.of(Target.parse("openai/gpt-4.1-mini"), Target.parse("groq/a/b")),
                        1,
                        Duration.ofSeconds(20),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1)),
                plan(catalog, "long"));
        assertEquals(Set.of(Target.parse("groq/a/b")), catalog.prices().keySet());
    }

    @Test
    void the_defaults_are_these() {
        assertEquals(
                new Plan(
                        List.of(Target.parse("p/m")),
                        2,
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5)),
                plan(
                        read(
                                "{\"providers\":{\"p\":{\"dialect\":\"openai\"}},\"aliases\":{\"a\":\"p/m\"}}"),
                        "a"));
    }

    @Test
    void a_name_that_nobody_is_known_by_never_stands_for_somebody_else() {
        assertEquals(
                List.of(
                        "providers.grok.baseUrl: missing: nothing is known of where 'grok' is"
                                + " (known, by name or as 'vendor': openai, p)"),
                problems(
                        """
                        {"providers": {"grok": {"dialect": "openai", "secret": "s"}}}
                        """));
        assertEquals(
                "openai",
                provider(
                                read(
                                        """
                                        {"providers": {"eu": {"dialect": "openai", "vendor": "openai"}}}
                                        """),
                                "eu")
                        .vendor());
    }

    @Test
    void all_problems_are_named_at_once_each_with_its_path() {
        assertEquals(
                List.of(
                        "providers.p.dialect: unknown dialect 'opnai' (known: openai)",
                        "providers.p.secret: env: works on a local run only; name a secret in"
                                + " Secrets Manager",
                        "aliases.a.targets[1]: unknown provider 'q' (known: p)",
                        "aliases.a.retries: need a whole number from 0 to 5, got 9",
                        "aliases.a.atemptTimeout: unknown key (known: attemptTimeout, deadline,"
                                + " degrade, fallbackOn, firstTokenTimeout, hedge, retries, split,"
                                + " stallTimeout, stickyBy, target, targets)",
                        "aliases.b.target: need provider/model, got 'nothing'",
                        "loging: unknown key (known: aliases, cache, limits, logging, models,"
                                + " prices, providers)"),
                problems(
                        """
                        {"providers": {"p": {"dialect": "opnai", "secret": "env:KEY"}},
                         "aliases": {"a": {"targets": ["p/m", "q/m"], "retries": 9, "atemptTimeout": "1s"},
                                     "b": "nothing"},
                         "loging": {}}
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "http://api.example/v1      | false",
                "http://api.example/v1      | true",
                "https://user@api.example/  | false",
                "https://api.example/?a=b   | false",
                "file:///etc/passwd         | true",
                "api.example                | true",
                "https://a b/               | true",
            })
    void a_base_url_is_https_unless_private_networks_are_allowed(String url, boolean allowed) {
        boolean fine = url.startsWith("http://") && allowed;
        String json =
                "{\"providers\":{\"p\":{\"dialect\":\"openai\",\"baseUrl\":\"%s\",\"allowPrivateNetwork\":%s}}}"
                        .formatted(url, allowed);
        if (fine) {
            read(json);
        } else {
            assertEquals(1, problems(json).size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]",
                "{\"providers\":[]}",
                "{\"aliases\":{\"a\":1}}",
                "{\"aliases\":{\"a\":{}}}",
                "{\"aliases\":{\"a\":{\"targets\":[]}}}",
                "{\"aliases\":{\"a b\":\"p/m\"}}",
                "{\"providers\":{\"p\":{\"dialect\":\"openai\"}},\"aliases\":{\"a\":\"p/m\\r\\nx-evil: 1\"}}",
                "{\"providers\":{\"p\":{\"dialect\":\"openai\"}},\"prices\":{\"p/m\":{\"inputPerMTok\":1000000,\"outputPerMTok\":0}}}",
                "{\"prices\":{\"p/m\":{\"inputPerMTok\":\"-1\",\"outputPerMTok\":\"1\"}}}",
                "{\"prices\":{\"p/m\":{\"inputPerMTok\":\"1e9\",\"outputPerMTok\":\"1\"}}}",
            })
    void wrong_types_and_shapes_are_problems_never_exceptions_of_another_kind(String json) {
        problems(json);
    }
}
