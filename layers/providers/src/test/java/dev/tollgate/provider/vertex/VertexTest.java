package dev.tollgate.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.gemini.GeminiWire;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.Provider.Unauthenticated;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Vertex AI over real sockets, with a token endpoint that checks what it is shown.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VertexTest {
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private final Transports transports = Transports.create();
    private final Hands hands = new Hands();
    private final Timing timing =
            new Timing(
                    hands,
                    time -> {
                        throw new AssertionError("nobody sleeps");
                    },
                    new Random(1));

    @AfterAll
    void stop() {
        transports.close();
    }

    /// A clock that is set by hand.
    private static final class Hands extends Clock {
        volatile Instant now = Calls.START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Vertex vertex(GoogleOnLoopback google) {
        return new Vertex(
                Vertex.models(Optional.of(google.uri()), "p-1", "europe-west4"),
                new Chat(new GeminiWire(false), ModelFacts.UNKNOWN, Calls.ESTIMATE),
                new AccessTokens(timing),
                transports.internal(),
                true,
                timing);
    }

    private Outcome send(Vertex vertex, Call call, String secret) throws IOException {
        Provider.Prepared prepared =
                vertex.prepare(call, "gemini-2.5-flash", Optional.of(new Secret(secret)));
        Duration limit = Duration.ofSeconds(20);
        return prepared.reading()
                .read(transports.internal().send(prepared.outgoing(), limit, limit));
    }

    /// A call that comes when the clock says.
    private Call now() {
        Call call = Calls.chat(CHAT);
        return new Call(
                call.id(),
                call.operation(),
                call.ask(),
                Deadline.in(Duration.ofMinutes(1), hands.now));
    }

    private static Whole whole(Outcome outcome) {
        return assertInstanceOf(Whole.class, assertInstanceOf(Answered.class, outcome).answer());
    }

    @ParameterizedTest
    @CsvSource({
        ", europe-west4, https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/publishers/google/models/",
        ", global, https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/",
        "https://x.example:8443, eu, https://x.example:8443/v1/projects/p/locations/eu/publishers/google/models/",
        "https://x.example/v1beta1, eu, https://x.example/v1beta1/projects/p/locations/eu/publishers/google/models/",
    })
    void models_are_at_their_location(URI host, String location, String models) {
        assertEquals(URI.create(models), Vertex.models(Optional.ofNullable(host), "p", location));
    }

    @Test
    void a_chat_is_sent_with_a_token_that_the_accounts_key_was_signed_for() throws IOException {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            Whole whole = whole(send(vertex(google), Calls.chat(CHAT), google.secret()));

            assertEquals("hi", Json.tree(whole.body()).at("/choices/0/message/content").asText());
            assertEquals(
                    List.of(
                            "/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent"),
                    google.asked);
            JsonNode claims = google.claims.getFirst();
            assertEquals("tollgate@project.iam.example", claims.path("iss").asText());
            assertEquals(google.uri() + "/token", claims.path("aud").asText());
            assertEquals(
                    "https://www.googleapis.com/auth/cloud-platform",
                    claims.path("scope").asText());
            assertEquals(hands.now.getEpochSecond(), claims.path("iat").asLong());
            assertEquals(hands.now.getEpochSecond() + 3_600, claims.path("exp").asLong());
        }
    }

    @Test
    void a_token_is_used_until_a_minute_before_its_end() throws IOException {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            hands.now = Calls.START;
            Vertex vertex = vertex(google);
            send(vertex, now(), google.secret());
            hands.now = Calls.START.plusSeconds(3_599 - 61);
            whole(send(vertex, now(), google.secret()));
            assertEquals(1, google.tokensGiven.get());

            hands.now = Calls.START.plusSeconds(3_599 - 60);
            whole(send(vertex, now(), google.secret()));
            assertEquals(2, google.tokensGiven.get());
        } finally {
            hands.now = Calls.START;
        }
    }

    @Test
    void calls_at_once_have_one_token_between_them() throws Exception {
        try (GoogleOnLoopback google = new GoogleOnLoopback();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Vertex vertex = vertex(google);
            List<Future<Outcome>> outcomes =
                    IntStream.range(0, 30)
                            .mapToObj(_ ->
                                    callers.submit(
                                            () -> send(vertex, Calls.chat(CHAT), google.secret())))
                            .toList();
            for (Future<Outcome> outcome : outcomes) {
                whole(outcome.get());
            }

            assertEquals(1, google.tokensGiven.get());
        }
    }

    @Test
    void another_secret_has_a_token_of_its_own() throws IOException {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            Vertex vertex = vertex(google);
            send(vertex, Calls.chat(CHAT), google.secret());
            whole(send(vertex, Calls.chat(CHAT), google.secret() + " "));

            assertEquals(2, google.tokensGiven.get());
        }
    }

    @Test
    void a_token_that_is_refused_before_its_end_is_not_used_again() throws IOException {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            Vertex vertex = vertex(google);
            send(vertex, Calls.chat(CHAT), google.secret());
            google.goodToken = "revoked";

            Outcome refused = send(vertex, Calls.chat(CHAT), google.secret());
            assertEquals(Kind.AUTH, assertInstanceOf(Failed.class, refused).failure().kind());
            whole(send(vertex, Calls.chat(CHAT), google.secret()));
        }
    }

    @Test
    void a_refused_key_says_so_and_quotes_nothing() {
        try (GoogleOnLoopback google = new GoogleOnLoopback();
                GoogleOnLoopback other = GoogleOnLoopback.stranger()) {
            String forged =
                    google.secret().replace(google.uri().toString(), other.uri().toString());

            Unauthenticated refused =
                    assertThrows(
                            Unauthenticated.class,
                            () -> send(vertex(google), Calls.chat(CHAT), forged));

            assertEquals("the token endpoint answered 400 invalid_grant", refused.getMessage());
            assertEquals(0, other.tokensGiven.get());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "500 | {\"error\":\"internal_failure\"} | the token endpoint answered 500 internal_failure",
                "429 | <html>                           | the token endpoint answered 429",
                "503 | {\"error\":{\"code\":503}}       | the token endpoint answered 503",
                "200 | {}                               | the token endpoint gave no token",
            })
    void an_endpoint_that_is_down_is_no_refusal(int status, String body, String message) {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            google.tokenStatus = status;
            google.tokenBody = body;
            IOException down =
                    assertThrows(
                            IOException.class,
                            () -> send(vertex(google), Calls.chat(CHAT), google.secret()));

            assertFalse(down instanceof Unauthenticated);
            assertEquals(message, down.getMessage());
        }
    }

    @Test
    void a_secret_that_is_no_service_account_is_refused_without_being_shown() {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            String secret = google.secret();
            List<String> wrong =
                    List.of(
                            "AIzaCanary",
                            "\"canary\"",
                            "{}",
                            secret.replace("private_key\"", "canary\""),
                            secret.replace("client_email", "canary"),
                            secret.replace("token_uri", "canary"),
                            secret.replace("PRIVATE KEY-----\\n", "PRIVATE KEY-----\\ncanary"),
                            secret.replace("http://", "ftp://canary"),
                            secret.replace("http://", "http://canary@"),
                            secret.replace("http://", "canary "));
            for (String text : wrong) {
                Unauthenticated refused =
                        assertThrows(
                                Unauthenticated.class,
                                () -> send(vertex(google), Calls.chat(CHAT), text),
                                text);

                assertFalse(refused.toString().toLowerCase(Locale.ROOT).contains("canary"));
            }
            assertEquals(0, google.tokensGiven.get());
        }
    }

    @Test
    void a_token_is_had_over_https_unless_the_network_is_private() {
        Secret secret;
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            secret = new Secret(google.secret());
        }

        assertThrows(Unauthenticated.class, () -> ServiceAccount.read(secret, false));
    }

    @Test
    void without_a_secret_no_token_is_asked_for() throws IOException {
        Transport never =
                (outgoing, timeout, lifetime) -> {
                    throw new AssertionError("nothing is sent");
                };
        Vertex vertex =
                new Vertex(
                        Vertex.models(Optional.empty(), "p", "global"),
                        new Chat(new GeminiWire(false), ModelFacts.UNKNOWN, Calls.ESTIMATE),
                        new AccessTokens(timing),
                        never,
                        false,
                        timing);

        assertTrue(
                vertex.prepare(Calls.stream(CHAT), "m", Optional.empty())
                        .outgoing()
                        .headers()
                        .first("authorization")
                        .isEmpty());
    }

    @Test
    void texts_are_embedded_by_predict_and_never_cut_off() throws IOException {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            google.answer =
                    """
                    {"predictions":[
                      {"embeddings":{"values":[0.5],"statistics":{"truncated":false,"token_count":4}}},
                      {"embeddings":{"values":[-1],"statistics":{"token_count":3.0}}}]}
                    """;
            Call call =
                    Calls.of(
                            Operation.EMBEDDINGS,
                            "{\"input\":[\"a\",\"b\"],\"dimensions\":1}",
                            false);
            Vertex vertex = vertex(google);

            Whole whole = whole(send(vertex, call, google.secret()));

            assertEquals(Usage.of(7, 0), whole.summary().usage());
            assertEquals(-1, Json.tree(whole.body()).at("/data/1/embedding/0").asDouble());
            assertTrue(google.asked.getFirst().endsWith("/models/gemini-2.5-flash:predict"));
            assertEquals(
                    "{\"instances\":[{\"content\":\"a\"},{\"content\":\"b\"}],"
                            + "\"parameters\":{\"autoTruncate\":false,\"outputDimensionality\":1}}",
                    new String(
                            vertex.prepare(call, "m", Optional.empty()).outgoing().body(), UTF_8));
        }
    }

    @Test
    void tokens_that_are_not_counted_are_estimated() throws IOException {
        Call call = Calls.of(Operation.EMBEDDINGS, "{\"input\":\"12345678\"}", false);
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            Provider.Prepared prepared = vertex(google).prepare(call, "m", Optional.empty());
            Outcome outcome =
                    prepared.reading()
                            .read(
                                    FakeReply.of(
                                            200,
                                            "{\"predictions\":[{\"embeddings\":{\"values\":[1]}}]}"));

            assertEquals(Usage.estimate(2, 0), whole(outcome).summary().usage());
        }
    }

    @Test
    void a_provider_of_the_catalogue_is_reached_and_a_bad_key_is_an_auth_failure() {
        try (GoogleOnLoopback google = new GoogleOnLoopback()) {
            assertInstanceOf(Answered.class, connected(google, google.secret()));

            Failure failure =
                    assertInstanceOf(Failed.class, connected(google, "AIzaCanary")).failure();
            assertEquals(Kind.AUTH, failure.kind());
            assertFalse(failure.toString().contains("Canary"));
        }
    }

    private Outcome connected(GoogleOnLoopback google, String secret) {
        Secrets secrets =
                new Secrets() {
                    @Override
                    public Secret read(String name) {
                        return new Secret(secret);
                    }

                    @Override
                    public Secret readAgain(String name) {
                        return read(name);
                    }
                };
        ProviderSpec spec =
                new ProviderSpec(
                        "v",
                        "vertex",
                        Optional.of(google.uri()),
                        Optional.of("secret"),
                        true,
                        "gemini",
                        Map.of("project", "p-1", "location", "global"));
        return new Providers(
                        transports,
                        secrets,
                        Calls.UNSIGNED,
                        Calls.ESTIMATE,
                        timing,
                        Telemetry.silent())
                .connect(spec, new Target("v", "gemini-2.5-flash"), ModelFacts.UNKNOWN)
                .send(Calls.chat(CHAT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"project\":\"p\",", "\"project\":\"p/x\",\"location\":\"global\","})
    void a_catalogue_must_say_the_project_and_the_location(String settings) {
        JsonNode catalogue =
                Json.tree(
                        ("{\"providers\":{\"v\":{" + settings + "\"dialect\":\"vertex\"}}}")
                                .getBytes(UTF_8));

        assertThrows(
                InvalidCatalog.class,
                () -> new CatalogReader(Providers.dialects(), false).read(catalogue));
    }
}
