package dev.tollgate.dialect.chat;

import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.dialect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages of a chat completions request, read. Results of tools, which are messages there, become parts of the user's.
final class ChatMessages {
    private ChatMessages() {}

    static List<Message> read(Field list) {
        List<Message> messages = new ArrayList<>();
        for (Field message : list.items()) {
            messages.add(message(message));
        }
        return messages;
    }

    private static Message message(Field message) {
        Field role = message.object().at("role");
        return switch (role.text()) {
            case "system", "developer" -> new Message(Role.SYSTEM, content(message.at("content")));
            case "user" -> new Message(Role.USER, content(message.at("content")));
            case "assistant" -> new Message(Role.ASSISTANT, assistant(message));
            case "tool" ->
                    new Message(
                            Role.USER,
                            List.of(
                                    new Part.ToolResult(
                                            message.at("tool_call_id").text(),
                                            content(message.at("content")),
                                            false)));
            default -> throw role.unknown("role", "system, developer, user, assistant or tool");
        };
    }

    private static List<Part> assistant(Field message) {
        List<Part> parts = new ArrayList<>(thoughts(message));
        Field content = message.at("content");
        if (!content.isAbsent()) {
            parts.addAll(content(content));
        }
        message.at("refusal").optionalText().map(Part.Refusal::new).ifPresent(parts::add);
        for (Field call : message.at("tool_calls").items()) {
            parts.add(call(call));
        }
        return parts;
    }

    /// Thoughts as [ChatReply] wrote them; without a signature no provider takes them back.
    private static List<Part> thoughts(Field message) {
        List<Part> thoughts = new ArrayList<>();
        for (Field block : message.at(ChatReply.THOUGHTS).items()) {
            Optional<Signature> signature =
                    block.at("signature")
                            .optionalText()
                            .map(it -> Signature.read(it, ChatDialect.NAME));
            thoughts.add(
                    new Part.Thinking(block.at("thinking").optionalText().orElse(""), signature));
        }
        return thoughts;
    }

    private static Part call(Field call) {
        Field function = call.object().at("function").object();
        String arguments = function.at("arguments").optionalText().orElse("");
        return new Part.ToolCall(
                call.at("id").text(),
                function.at("name").text(),
                arguments.isBlank() ? "{}" : arguments,
                call.at(ChatReply.EXTRA)
                        .at("tollgate")
                        .at("signature")
                        .optionalText()
                        .map(it -> Signature.read(it, ChatDialect.NAME)));
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
