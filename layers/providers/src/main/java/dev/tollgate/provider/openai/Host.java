package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A host that speaks OpenAI's API, and what is its own about it: a row of `hosts.json`.
///
/// @param baseUrl up to and with the version, no slash at the end; empty if there is no one place, as with vLLM
/// @param responses whether it has `/responses` as well
/// @param responsesOnly models that it has nowhere else; `*` stands for any text
/// @param unreasoning models that do not reason, and refuse to be asked to; `*` as above
/// @param authHeader the header that carries the key
/// @param authScheme what stands before the key, such as `Bearer `
/// @param tokenLimit what it calls the bound on an answer's tokens: `max_completion_tokens` or `max_tokens`
/// @param lacks parameters that it refuses; see [Lack]
public record Host(
        String vendor,
        Optional<URI> baseUrl,
        boolean responses,
        Set<String> responsesOnly,
        Set<String> unreasoning,
        String authHeader,
        String authScheme,
        String tokenLimit,
        Set<String> lacks) {

    private static final String NEWER = "max_completion_tokens";
    private static final String OLDER = "max_tokens";
    private static final Map<String, Host> KNOWN = load();

    public Host {
        responsesOnly = Set.copyOf(responsesOnly);
        unreasoning = Set.copyOf(unreasoning);
        lacks = Set.copyOf(lacks);
    }

    /// The host of a vendor; one that nothing is known of is taken to be like the others.
    public static Host of(String vendor) {
        Host known = KNOWN.get(vendor);
        return known == null
                ? new Host(
                        vendor,
                        Optional.empty(),
                        false,
                        Set.of(),
                        Set.of(),
                        "authorization",
                        "Bearer ",
                        OLDER,
                        Set.of())
                : known;
    }

    /// The vendors whose address is known.
    public static Set<String> withAddress() {
        Set<String> vendors = new TreeSet<>();
        KNOWN.forEach((vendor, host) -> host.baseUrl().ifPresent(_ -> vendors.add(vendor)));
        return vendors;
    }

    /// Whether a model is reached over `/responses` only.
    public boolean hasForResponsesOnly(String model) {
        return matches(responsesOnly, model);
    }

    /// Whether a model is known not to reason.
    boolean knowsUnreasoning(String model) {
        return matches(unreasoning, model);
    }

    private static boolean matches(Set<String> globs, String model) {
        return globs.stream()
                .map(glob -> Pattern.quote(glob).replace("*", "\\E.*\\Q"))
                .anyMatch(model::matches);
    }

    /// A caller's body without what the host lacks.
    ///
    /// @param changes members to be put in
    public record Fitted(JsonBody body, Map<String, byte[]> changes, List<String> dropped) {}

    /// The body of any request.
    ///
    /// @throws dev.tollgate.provider.wire.Untranslatable if something of it can't be left out
    public Fitted fit(JsonBody body) {
        Set<String> left = new TreeSet<>();
        List<String> dropped = new ArrayList<>();
        for (String name : body.names()) {
            boolean asks = body.type(name).filter(type -> type != JsonNodeType.NULL).isPresent();
            if (lacks.contains(name) && asks) {
                left.add(name);
                boolean tools = body.member("tools").filter(it -> !it.isEmpty()).isPresent();
                if (Lack.of(name, body.member(name).orElseThrow(), tools, this) == Lack.REPORTED) {
                    dropped.add(name);
                }
            }
        }
        return new Fitted(body.without(left), Map.of(), dropped);
    }

    /// The body of a chat, where hosts have two names for the bound on an answer's tokens.
    Fitted fitChat(JsonBody body) {
        Fitted fitted = fit(body);
        if (tokenLimit.equals(OLDER) && body.has(NEWER) && !body.has(OLDER)) {
            byte[] limit = body.raw(NEWER).orElseThrow();
            return new Fitted(
                    fitted.body().without(Set.of(NEWER)), Map.of(OLDER, limit), fitted.dropped());
        }
        return fitted;
    }

    private static Map<String, Host> load() {
        try (InputStream in =
                Objects.requireNonNull(Host.class.getResourceAsStream("hosts.json"))) {
            Map<String, Host> hosts = new HashMap<>();
            Json.tree(in.readAllBytes())
                    .properties()
                    .forEach(row -> hosts.put(row.getKey(), host(row.getKey(), row.getValue())));
            return Map.copyOf(hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Host host(String vendor, JsonNode row) {
        return new Host(
                vendor,
                Optional.ofNullable(row.get("baseUrl")).map(url -> URI.create(url.asText())),
                row.path("responses").asBoolean(),
                texts(row.path("responsesOnly")),
                texts(row.path("unreasoning")),
                row.path("authHeader").asText("authorization"),
                row.path("authScheme").asText("Bearer "),
                row.path("tokenLimit").asText(OLDER),
                texts(row.path("lacks")));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /// A key as the host wants to see it.
    String credential(String key) {
        return authScheme + key;
    }
}
