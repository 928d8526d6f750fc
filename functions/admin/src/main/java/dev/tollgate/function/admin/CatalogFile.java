package dev.tollgate.function.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.http.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A catalogue as people write it: YAML or JSON, in UTF-8. What is wrong with its syntax is a [Problem] whose path is `line 3, column 7`.
public final class CatalogFile {
    /// The size of a file, comments included. As JSON it must fit the store, which is less.
    public static final int MAX_BYTES = 1_000_000;

    /// A key's length, in characters: it stands in the path of every problem below it.
    static final int MAX_KEY_LENGTH = 512;

    private static final ObjectReader STRICT_JSON =
            Json.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private CatalogFile() {}

    /// Reads YAML or JSON, whichever it is.
    ///
    /// @throws InvalidCatalog if it is neither, too large, or no object
    public static JsonNode read(byte[] bytes) {
        String text = text(bytes);
        if (!text.stripLeading().startsWith("{")) {
            return object(YamlTree.read(text));
        }
        try {
            return object(STRICT_JSON.readTree(text));
        } catch (JsonProcessingException _) {
            return object(YamlTree.read(text)); // YAML too may begin with a brace
        }
    }

    /// Reads JSON and nothing else.
    ///
    /// @throws InvalidCatalog if it is none, names a member twice, is too large, or no object
    public static JsonNode json(byte[] bytes) {
        try {
            return object(STRICT_JSON.readTree(text(bytes)));
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null
                            ? ""
                            : place(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw invalid(place, e.getOriginalMessage());
        }
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw invalid("", "need at most " + MAX_BYTES + " bytes, got " + bytes.length);
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) + "";
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            throw invalid("", "not UTF-8");
        }
    }

    private static JsonNode object(JsonNode root) {
        if (!root.isObject()) {
            throw invalid(
                    "",
                    "need an object, got " + root.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        checkKeys(root);
        return root;
    }

    private static void checkKeys(JsonNode node) {
        node.fieldNames()
                .forEachRemaining(key -> {
                    if (key.length() > MAX_KEY_LENGTH) {
                        throw invalid(
                                "",
                                "need keys of at most %d characters, got one of %d"
                                        .formatted(MAX_KEY_LENGTH, key.length()));
                    }
                });
        node.forEach(CatalogFile::checkKeys);
    }

    static String place(int line, int column) {
        return "line " + line + ", column " + column;
    }

    static InvalidCatalog invalid(String place, String message) {
        return new InvalidCatalog(List.of(new Problem(place, message)));
    }
}
