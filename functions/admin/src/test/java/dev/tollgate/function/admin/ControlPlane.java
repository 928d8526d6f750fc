package dev.tollgate.function.admin;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.aws.apigateway.LambdaService;
import dev.tollgate.aws.apigateway.ReplyForm;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.store.InMemoryCatalogStore;
import dev.tollgate.testkit.store.InMemoryKeyStore;
import dev.tollgate.testkit.store.InMemoryLedger;
import dev.tollgate.testkit.store.InMemoryStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// The real handler over stores in memory, called with the events of API Gateway.
final class ControlPlane {
    static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
    static final String ADMIN_KEY = "eventsAdmin0000000000000000000000000000000000000";

    final InMemoryKeyStore keys = new InMemoryKeyStore();
    final InMemoryCatalogStore catalogs = new InMemoryCatalogStore();
    boolean secretMissing;

    private final AdminHandler handler;

    ControlPlane() {
        this(new InMemoryLedger(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    ControlPlane(Ledger ledger, Clock clock) {
        Timing timing = new Timing(clock, _ -> {}, new Random(1));
        handler =
                new AdminHandler(
                        new LambdaService(
                                Wiring.service(
                                        InMemoryStores.of(keys, catalogs, ledger),
                                        this::adminKey,
                                        new CatalogReader(
                                                Map.of("openai", DialectSpec.plain("openai")),
                                                false),
                                        timing,
                                        Telemetry.silent()),
                                ReplyForm.BUFFERED,
                                timing.clock()));
    }

    private Secret adminKey() {
        if (secretMissing) {
            throw new Secrets.Unavailable("no such secret", new IOException("test"));
        }
        return new Secret(ADMIN_KEY);
    }

    /// Sends an event of `events/` as it is.
    Reply send(String event) {
        return send(event, _ -> {});
    }

    Reply send(String name, Consumer<ObjectNode> change) {
        try {
            ObjectNode event =
                    (ObjectNode)
                            Json.tree(Files.readAllBytes(Path.of("../../events", name + ".json")));
            change.accept(event);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(Json.bytes(event)), out, context());
            return new Reply(Json.tree(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts a catalogue with one query parameter.
    Reply put(String catalog, String parameter, String value) {
        return send(
                "catalog-put",
                event -> {
                    event.put("body", catalog);
                    event.putObject("multiValueQueryStringParameters")
                            .putArray(parameter)
                            .add(value);
                });
    }

    Reply put(String catalog) {
        return send("catalog-put", event -> event.put("body", catalog));
    }

    Reply reprice(String body) {
        return send("reprice", event -> event.put("body", body));
    }

    Reply postKey(String body) {
        return send("keys-post", event -> event.put("body", body));
    }

    /// Makes an event one with this header.
    static Consumer<ObjectNode> header(String name, String value) {
        return event -> ((ObjectNode) event.get("multiValueHeaders")).putArray(name).add(value);
    }

    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        Context.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, method, _) ->
                                method.getReturnType() == int.class
                                        ? Integer.valueOf(29_000)
                                        : method.getReturnType() == String.class ? "" : null);
    }

    /// What API Gateway is given.
    record Reply(JsonNode proxied) {
        int status() {
            return proxied.path("statusCode").asInt();
        }

        String header(String name) {
            return proxied.path("multiValueHeaders").path(name).path(0).asText();
        }

        String text() {
            return proxied.path("body").asText();
        }

        JsonNode json() {
            return Json.tree(text().getBytes(StandardCharsets.UTF_8));
        }

        String error(String member) {
            return json().path("error").path(member).asText();
        }
    }
}
