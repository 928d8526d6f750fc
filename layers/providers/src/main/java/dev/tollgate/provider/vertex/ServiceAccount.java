package dev.tollgate.provider.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.wire.Provider.Unauthenticated;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A service account's key, as Google hands it out in JSON. It never prints itself.
///
/// @param keyId which of the account's keys it is
/// @param tokenUri where a token is had for it
record ServiceAccount(String email, Optional<String> keyId, PrivateKey key, URI tokenUri) {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// @param allowHttp whether the token may be had over plain HTTP
    /// @throws Unauthenticated if the secret is no such key
    static ServiceAccount read(Secret secret, boolean allowHttp) throws Unauthenticated {
        JsonNode json;
        try {
            json = Json.tree(secret.reveal().getBytes(UTF_8));
        } catch (UncheckedIOException _) {
            throw new Unauthenticated("the secret is no service account's key: it is no JSON");
        }
        return new ServiceAccount(
                text(json, "client_email"),
                Optional.of(json.path("private_key_id").asText()).filter(id -> !id.isEmpty()),
                privateKey(text(json, "private_key")),
                tokenUri(text(json, "token_uri"), allowHttp));
    }

    private static String text(JsonNode json, String name) throws Unauthenticated {
        String text = json.path(name).asText("");
        if (text.isEmpty()) {
            throw new Unauthenticated("the secret is no service account's key: no '" + name + "'");
        }
        return text;
    }

    /// PKCS #8 in PEM.
    private static PrivateKey privateKey(String pem) throws Unauthenticated {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64.strip());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new Unauthenticated(
                    "the service account's 'private_key' is no RSA key in PKCS #8");
        }
    }

    private static URI tokenUri(String text, boolean allowHttp) throws Unauthenticated {
        try {
            URI uri = URI.create(text);
            boolean fits =
                    "https".equals(uri.getScheme())
                            || (allowHttp && "http".equals(uri.getScheme()));
            if (fits && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // said below, like every other text that is no such address
        }
        throw new Unauthenticated(
                "the service account's 'token_uri' must be https:// (http:// only with allowPrivateNetwork: true)");
    }

    /// What is shown to have a token: who we are and what we want, signed. Source: RFC 7523.
    String assertion(Instant now) {
        ObjectNode head = Json.object().put("alg", "RS256").put("typ", "JWT");
        keyId.ifPresent(id -> head.put("kid", id));
        ObjectNode claims =
                Json.object()
                        .put("iss", email)
                        .put("scope", SCOPE)
                        .put("aud", tokenUri.toString())
                        .put("iat", now.getEpochSecond())
                        .put("exp", now.plus(LIFETIME).getEpochSecond());
        String said = encoded(Json.bytes(head)) + "." + encoded(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(said.getBytes(UTF_8));
            return said + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with SHA256withRSA", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "ServiceAccount[***]";
    }
}
