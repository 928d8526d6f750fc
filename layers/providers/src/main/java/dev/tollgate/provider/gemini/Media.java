package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.http.Json;
import java.util.Locale;
import java.util.Map;

/// Images, documents and audio as parts: `inlineData` for what is sent along, `fileData` for addresses, be they Google's own (`gs://`, the Files API) or
/// anybody's.
final class Media {
    /// What an address that ends so stands for. Source: Gemini API, supported MIME types.
    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("heic", "image/heic"),
                    Map.entry("heif", "image/heif"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("md", "text/markdown"),
                    Map.entry("html", "text/html"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("json", "application/json"),
                    Map.entry("mp3", "audio/mp3"),
                    Map.entry("wav", "audio/wav"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("webm", "video/webm"),
                    Map.entry("mov", "video/mov"));

    private Media() {}

    static ObjectNode write(Source source) {
        return switch (source) {
            case Source.Inline(String type, String base64) -> inline(type, base64);
            case Source.Url(String url) -> byAddress(url);
            case Source.Stored _ ->
                    throw new IllegalStateException("a stored file is not carried: see Carriage");
        };
    }

    static ObjectNode inline(String type, String base64) {
        ObjectNode part = Json.object();
        part.putObject("inlineData").put("mimeType", type).put("data", base64);
        return part;
    }

    private static ObjectNode byAddress(String url) {
        ObjectNode part = Json.object();
        ObjectNode file = part.putObject("fileData");
        String type = BY_EXTENSION.get(extension(url));
        if (type != null) {
            file.put("mimeType", type);
        }
        file.put("fileUri", url);
        return part;
    }

    private static String extension(String url) {
        String path = url.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
