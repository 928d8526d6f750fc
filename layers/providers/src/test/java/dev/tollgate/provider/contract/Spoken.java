package dev.tollgate.provider.contract;

import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// A provider of each dialect, as a catalogue would have it, at the simulator.
enum Spoken {
    OPENAI("openai", "/v1"),
    RESPONSES("openai", "/v1"),
    AZURE("azure", ""),
    ANTHROPIC("anthropic", ""),
    GEMINI("gemini", "/v1beta"),
    VERTEX("vertex", ""),
    BEDROCK("bedrock", "");

    private static final String SERVICE_KEY = newKey();

    private final String dialect;
    private final String path;

    Spoken(String dialect, String path) {
        this.dialect = dialect;
        this.path = path;
    }

    private Map<String, String> settings() {
        return switch (this) {
            case RESPONSES -> Map.of("api", "responses");
            case AZURE -> Map.of("apiVersion", "2024-10-21");
            case VERTEX -> Map.of("project", "p", "location", "global");
            case BEDROCK -> Map.of("region", "us-east-1");
            case OPENAI, ANTHROPIC, GEMINI -> Map.of();
        };
    }

    ProviderSpec at(URI simulator) {
        return new ProviderSpec(
                "sim",
                dialect,
                Optional.of(URI.create(simulator + path)),
                this == BEDROCK ? Optional.empty() : Optional.of("key"),
                true,
                "sim",
                settings());
    }

    Secret key(URI simulator) {
        return new Secret(this == VERTEX ? serviceAccount(simulator) : "sk-sim");
    }

    private static String serviceAccount(URI simulator) {
        return Json.object()
                .put("type", "service_account")
                .put("client_email", "sim@example.com")
                .put("private_key_id", "1")
                .put("private_key", SERVICE_KEY)
                .put("token_uri", simulator + "/token")
                .toString();
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
