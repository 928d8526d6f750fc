package dev.tollgate.dialect.responses;

import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.dialect.Field;
import dev.tollgate.dialect.GivenBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The input of a responses request, read. Items of one side that follow one another become one message: thoughts, words and calls of the model,
/// and results of tools.
final class InputItems {

    private final List<Message> messages = new ArrayList<>();

    /// What one side says, until the other does: of the model, or of its tools.
    private final List<Part> open = new ArrayList<>();

    private Role speaker = Role.ASSISTANT;

    private InputItems() {}

    static List<Message> read(Field input) {
        if (input.isText()) {
            return List.of(Message.of(Role.USER, input.text()));
        }
        InputItems items = new InputItems();
        input.items().forEach(items::item);
        items.end();
        return items.messages;
    }

    private void item(Field item) {
        Field type = item.object().at("type");
        switch (type.optionalText().orElse("message")) {
            case "message" -> message(item);
            case ReasoningItem.TYPE ->
                    ReasoningItem.read(item.value()).thought().ifPresent(this::said);
            case "function_call" -> said(call(item));
            case "function_call_output" ->
                    result(
                            new Part.ToolResult(
                                    item.at("call_id").text(), content(item.at("output")), false));
            default -> {
                Part foreign = new Part.Foreign(ResponsesDialect.NAME, type.text(), item.value());
                if (type.text().endsWith("_output") || type.text().endsWith("_response")) {
                    result(foreign);
                } else {
                    said(foreign);
                }
            }
        }
    }

    private void message(Field message) {
        Field role = message.at("role");
        List<Part> parts = content(message.at("content"));
        switch (role.text()) {
            case "system", "developer" -> add(Role.SYSTEM, parts);
            case "user" -> add(Role.USER, parts);
            case "assistant" -> parts.forEach(this::said);
            default -> throw role.unknown("role", "system, developer, user or assistant");
        }
    }

    private void said(Part part) {
        join(Role.ASSISTANT, part);
    }

    private void result(Part part) {
        join(Role.USER, part);
    }

    private void join(Role role, Part part) {
        if (role != speaker) {
            end();
            speaker = role;
        }
        open.add(part);
    }

    private void add(Role role, List<Part> parts) {
        end();
        messages.add(new Message(role, parts));
    }

    private void end() {
        if (!open.isEmpty()) {
            messages.add(new Message(speaker, open));
            open.clear();
        }
    }

    private static Part call(Field call) {
        String arguments = call.at("arguments").text();
        return new Part.ToolCall(
                call.at("call_id").text(),
                call.at("name").text(),
                arguments.isBlank() ? "{}" : arguments,
                call.at(GivenBack.EXTRA)
                        .at(GivenBack.OURS)
                        .at("signature")
                        .optionalText()
                        .map(it -> Signature.read(it, ResponsesDialect.NAME)));
    }

    private static List<Part> content(Field content) {
        if (content.isText()) {
            return List.of(Part.Text.of(content.text()));
        }
        if (content.isAbsent()) {
            throw content.invalid("missing, need a text or a list of parts");
        }
        List<Part> parts = new ArrayList<>();
        for (Field part : content.items()) {
            parts.add(part(part));
            if (part.has("prompt_cache_breakpoint")) {
                parts.add(new Part.CachePoint(Optional.empty()));
            }
        }
        return parts;
    }

    private static Part part(Field part) {
        Field type = part.object().at("type");
        return switch (type.text()) {
            case "input_text", "output_text", "text" -> Part.Text.of(part.at("text").text());
            case "refusal" -> new Part.Refusal(part.at("refusal").text());
            case "input_image" ->
                    new Part.Image(
                            stored(part).orElseGet(() -> DataUrl.read(part.at("image_url"))),
                            part.at("detail").optionalText());
            case "input_file" ->
                    new Part.File(
                            stored(part).orElseGet(() -> file(part)),
                            part.at("filename").optionalText());
            case "input_audio" -> {
                Field audio = part.at("input_audio").object();
                yield new Part.Audio(audio.at("data").text(), audio.at("format").text());
            }
            default ->
                    throw type.unknown(
                            "part",
                            "input_text, input_image, input_file, input_audio, output_text or refusal");
        };
    }

    private static Optional<Source> stored(Field part) {
        return part.at("file_id").optionalText().map(Source.Stored::new);
    }

    private static Source file(Field part) {
        return part.has("file_url")
                ? new Source.Url(part.at("file_url").text())
                : DataUrl.read(part.at("file_data"));
    }
}
