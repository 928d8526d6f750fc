package dev.tollgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a call's tags come from, the later replacing the earlier: the key's defaults, the headers of other
/// gateways (`x-litellm-tags`, `x-portkey-metadata`, `helicone-property-*`), the body's `metadata`, `x-tollgate-tags`.
public final class TagSources {
    public static final String HEADER = "x-tollgate-tags";

    private static final String HELICONE = "helicone-property-";

    private TagSources() {}

    /// @throws ApiError 400 if `x-tollgate-tags` is malformed, or there are too many tags in all
    public static Tags join(Tags defaults, Headers headers, Map<String, String> metadata) {
        return defaults.with(Tags.lenient(ofOtherGateways(headers)))
                .with(Tags.lenient(metadata))
                .with(Tags.strict(own(headers), HEADER));
    }

    private static Map<String, String> own(Headers headers) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : String.join(",", headers.all(HEADER)).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                tags.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            } else if (!part.isBlank()) {
                throw ApiError.badRequest(
                        "invalid_tag", HEADER + ": need name=value, name=value", HEADER);
            }
        }
        return tags;
    }

    private static Map<String, String> ofOtherGateways(Headers headers) {
        Map<String, String> tags = new LinkedHashMap<>();
        headers.all("x-litellm-tags").forEach(list -> liteLlm(list, tags));
        headers.all("x-portkey-metadata").forEach(json -> portkey(json, tags));
        headers.forEach((name, value) -> {
            if (name.startsWith(HELICONE)) {
                tags.put(name.substring(HELICONE.length()), value);
            }
        });
        return tags;
    }

    /// `name:value` pairs, or bare names, which count as `name:true`.
    private static void liteLlm(String list, Map<String, String> tags) {
        for (String part : list.split(",", -1)) {
            String[] pair = part.strip().split("[:=]", 2);
            tags.put(pair[0], pair.length == 2 ? pair[1].strip() : "true");
        }
    }

    private static void portkey(String json, Map<String, String> tags) {
        try {
            tags.putAll(texts(Json.tree(json.getBytes(StandardCharsets.UTF_8))));
        } catch (UncheckedIOException _) {
            tags.put(
                    "portkey",
                    "unreadable"); // written for somebody else: no reason to refuse the call
        }
    }

    /// The members of an object that are text, number or boolean, as text.
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().stream()
                .filter(member -> member.getValue().isValueNode() && !member.getValue().isNull())
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }
}
