package dev.tollgate.provider.embedding;

import dev.tollgate.dialect.Field;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.provider.wire.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What is to be embedded, read from a request in OpenAI's language.
///
/// @param texts in order, at least one
/// @param dimensions how long each vector is to be; empty if that is left to the model
/// @param base64 whether the vectors are wanted as packed floats
/// @param dropped fields that ask for something and have no place here, by name
public record EmbeddingAsk(
        List<String> texts, OptionalInt dimensions, boolean base64, List<String> dropped) {
    /// What has a place here, or is the gateway's own business.
    private static final Set<String> READ =
            Set.of("model", "input", "dimensions", "encoding_format", "metadata");

    public EmbeddingAsk {
        texts = List.copyOf(texts);
        dropped = List.copyOf(dropped);
    }

    /// @throws dev.tollgate.conversation.Language.InvalidPrompt if the request is not what OpenAI's language allows
    /// @throws Untranslatable if it gives tokens, which mean something to OpenAI's models only
    public static EmbeddingAsk read(JsonBody body) {
        Field root = new Field("", Json.tree(body.bytes()));
        List<String> dropped = new ArrayList<>();
        for (Map.Entry<String, ?> member : root.value().properties()) {
            if (!READ.contains(member.getKey()) && root.has(member.getKey())) {
                dropped.add(member.getKey());
            }
        }
        return new EmbeddingAsk(
                texts(root.at("input")),
                root.at("dimensions").optionalInt(),
                base64(root.at("encoding_format")),
                dropped);
    }

    private static List<String> texts(Field input) {
        if (input.isText()) {
            return List.of(input.text());
        }
        if (input.isAbsent() || input.items().isEmpty()) {
            throw input.invalid("need a text, or a list of at least one");
        }
        List<String> texts = new ArrayList<>();
        for (Field item : input.items()) {
            if (item.isList() || item.value().isNumber()) {
                throw new Untranslatable(
                        "'input' in tokens means something to OpenAI's models only: send it as text.");
            }
            texts.add(item.text());
        }
        return texts;
    }

    private static boolean base64(Field format) {
        return switch (format.optionalText().orElse("float")) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw format.unknown("encoding", "float or base64");
        };
    }
}
