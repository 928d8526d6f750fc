package dev.tollgate.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import dev.tollgate.provider.wire.Untranslatable;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The images and documents of one request, as bytes. Every document has a name, and no two the same.
final class Media {
    private static final Map<String, String> IMAGES =
            Map.of(
                    "image/png", "png",
                    "image/jpeg", "jpeg",
                    "image/jpg", "jpeg",
                    "image/gif", "gif",
                    "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS =
            Map.ofEntries(
                    Map.entry("application/pdf", "pdf"),
                    Map.entry("text/csv", "csv"),
                    Map.entry("application/msword", "doc"),
                    Map.entry(
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "docx"),
                    Map.entry("application/vnd.ms-excel", "xls"),
                    Map.entry(
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            "xlsx"),
                    Map.entry("text/html", "html"),
                    Map.entry("text/plain", "txt"),
                    Map.entry("text/markdown", "md"));

    private static final int MAX_NAME = 150;

    private final Set<String> names = new HashSet<>();

    ObjectNode image(Part.Image image) {
        return block("image", image.source(), IMAGES);
    }

    ObjectNode document(Part.File file) {
        ObjectNode block = block("document", file.source(), DOCUMENTS);
        block.withObject("/document").put("name", unused(clean(file.name().orElse(""))));
        return block;
    }

    private static ObjectNode block(String type, Source source, Map<String, String> formats) {
        if (!(source instanceof Source.Inline(String mediaType, String base64))) {
            throw new IllegalStateException("only bytes are carried");
        }
        String format = formats.get(mediaType.toLowerCase(Locale.ROOT));
        if (format == null) {
            throw new Untranslatable(
                    "Bedrock takes no %s of this type: need %s."
                            .formatted(type, String.join(", ", new TreeSet<>(formats.values()))));
        }
        ObjectNode block = Json.object();
        block.putObject(type).put("format", format).putObject("source").put("bytes", base64);
        return block;
    }

    /// Letters, digits, hyphens, brackets and single spaces are all that a name may have.
    private static String clean(String name) {
        String cleaned =
                name.replaceAll("[^A-Za-z0-9()\\[\\]\\s-]", "-").replaceAll("\\s+", " ").strip();
        return cleaned.isEmpty()
                ? "document"
                : cleaned.substring(0, Math.min(MAX_NAME, cleaned.length()));
    }

    private String unused(String name) {
        String given = name;
        for (int i = 2; !names.add(given); i++) {
            given = name + " " + i;
        }
        return given;
    }
}
