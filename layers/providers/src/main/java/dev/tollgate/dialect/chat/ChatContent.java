package dev.tollgate.dialect.chat;

import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.CachePoint;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.dialect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The content of a message, read: a text, or a list of parts. A part that asks for the cache, as several hosts have it, is followed by a point for it.
final class ChatContent {
    private ChatContent() {}

    static List<Part> read(Field content) {
        if (content.isText()) {
            return List.of(Part.Text.of(content.text()));
        }
        if (content.isAbsent()) {
            throw content.invalid("missing, need a text or a list of parts");
        }
        List<Part> parts = new ArrayList<>();
        for (Field part : content.items()) {
            parts.add(part(part));
            Field cache = part.at("cache_control");
            if (!cache.isAbsent()) {
                parts.add(new CachePoint(cache.object().at("ttl").optionalText()));
            }
        }
        return parts;
    }

    private static Part part(Field part) {
        Field type = part.object().at("type");
        return switch (type.text()) {
            case "text" -> Part.Text.of(part.at("text").text());
            case "refusal" -> new Part.Refusal(part.at("refusal").text());
            case "image_url" -> {
                Field image = part.at("image_url").object();
                yield new Part.Image(
                        DataUrl.read(image.at("url")), image.at("detail").optionalText());
            }
            case "input_audio" -> {
                Field audio = part.at("input_audio").object();
                yield new Part.Audio(audio.at("data").text(), audio.at("format").text());
            }
            case "file" -> file(part.at("file").object());
            default -> throw type.unknown("part", "text, image_url, input_audio, file or refusal");
        };
    }

    private static Part file(Field file) {
        Optional<Source> stored = file.at("file_id").optionalText().map(Source.Stored::new);
        return new Part.File(
                stored.orElseGet(() -> DataUrl.read(file.at("file_data"))),
                file.at("filename").optionalText());
    }
}
