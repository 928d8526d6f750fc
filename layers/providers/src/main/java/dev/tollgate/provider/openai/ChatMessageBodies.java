package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Messages as chat completions have them: results of tools are messages of their own, before what else the user says.
final class ChatMessageBodies {
    private ChatMessageBodies() {}

    static void write(Message message, ArrayNode messages) {
        switch (message.role()) {
            case SYSTEM -> messages.addObject().put("role", "system").put("content", text(message));
            case USER -> user(message, messages);
            case ASSISTANT -> messages.add(assistant(message));
        }
    }

    private static void user(Message message, ArrayNode messages) {
        List<Part> said = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", result.callId())
                        .put("content", text(new Message(Role.USER, result.content())));
            } else {
                said.add(part);
            }
        }
        if (said.isEmpty()) {
            return;
        }
        ObjectNode written = messages.addObject().put("role", "user");
        if (said.stream().allMatch(Part.Text.class::isInstance)) {
            written.put("content", text(new Message(Role.USER, said)));
            return;
        }
        ArrayNode parts = written.putArray("content");
        said.forEach(part -> parts.add(part(part)));
    }

    private static ObjectNode assistant(Message message) {
        ObjectNode written = Json.object().put("role", "assistant");
        String text = text(message);
        ArrayNode calls = Json.mapper().createArrayNode();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                calls.addObject()
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        written.put("content", text.isEmpty() && !calls.isEmpty() ? null : text);
        if (!calls.isEmpty()) {
            written.set("tool_calls", calls);
        }
        return written;
    }

    private static ObjectNode part(Part part) {
        ObjectNode written = Json.object();
        switch (part) {
            case Part.Text it -> written.put("type", "text").put("text", it.text());
            case Part.Refusal it -> written.put("type", "text").put("text", it.text());
            case Part.Image image -> {
                ObjectNode url =
                        written.put("type", "image_url")
                                .putObject("image_url")
                                .put("url", url(image.source()));
                image.detail().ifPresent(it -> url.put("detail", it));
            }
            case Part.File file ->
                    written.put("type", "file")
                            .putObject("file")
                            .put("filename", file.name().orElse("file"))
                            .put("file_data", url(file.source()));
            case Part.Audio audio ->
                    written.put("type", "input_audio")
                            .putObject("input_audio")
                            .put("data", audio.base64())
                            .put("format", audio.format());
            case Part.ToolCall _,
                    Part.ToolResult _,
                    Part.Thinking _,
                    Part.CachePoint _,
                    Part.Foreign _ ->
                    throw new IllegalStateException("not said by a user: " + part.getClass());
        }
        return written;
    }

    private static String url(Source source) {
        return switch (source) {
            case Source.Inline inline -> DataUrl.write(inline);
            case Source.Url(String url) -> url;
            case Source.Stored(String id) -> id;
        };
    }

    private static String text(Message message) {
        // A model's sentence may go on in the next part, around what it cites.
        String between = message.role() == Role.ASSISTANT ? "" : "\n";
        return message.parts().stream()
                .map(part ->
                        switch (part) {
                            case Part.Text it -> it.text();
                            case Part.Refusal it -> it.text();
                            default -> "";
                        })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(between));
    }
}
