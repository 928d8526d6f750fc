package dev.tollgate.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.dialect.Field;
import dev.tollgate.dialect.GivenBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The messages of a chat completions request, read. Results of tools, which are messages there, become parts of the user's.
///
/// @param others where what has no place in a message is noted
record ChatMessages(SortedMap<String, JsonNode> others) {

    List<Message> read(Field list) {
        List<Message> messages = new ArrayList<>();
        for (Field message : list.items()) {
            messages.add(message(message));
        }
        return messages;
    }

    private Message message(Field message) {
        Field role = message.object().at("role");
        return switch (role.text()) {
            case "system", "developer" -> said(Role.SYSTEM, message);
            case "user" -> said(Role.USER, message);
            case "assistant" -> {
                note(message, "name");
                note(message, "audio");
                yield new Message(Role.ASSISTANT, assistant(message));
            }
            case "tool" -> result(message.at("tool_call_id").text(), message);
            // as it was before there were ids: the function's name stands for one
            case "function" -> result(message.at("name").text(), message);
            default -> throw role.unknown("role", "system, developer, user, assistant or tool");
        };
    }

    private Message said(Role role, Field message) {
        note(message, "name");
        return new Message(role, ChatContent.read(message.at("content")));
    }

    private static Message result(String call, Field message) {
        return new Message(
                Role.USER,
                List.of(new Part.ToolResult(call, ChatContent.read(message.at("content")), false)));
    }

    private void note(Field message, String name) {
        if (message.at(name).asksForSomething()) {
            others.put("messages." + name, message.at(name).value());
        }
    }

    private static List<Part> assistant(Field message) {
        List<Part> parts = new ArrayList<>(thoughts(message));
        Field content = message.at("content");
        if (!content.isAbsent()) {
            parts.addAll(ChatContent.read(content));
        }
        message.at("refusal").optionalText().map(Part.Refusal::new).ifPresent(parts::add);
        for (Field call : message.at("tool_calls").items()) {
            parts.add(call(call));
        }
        Field older = message.at("function_call");
        if (!older.isAbsent()) {
            parts.add(call(older.object().at("name").text(), older, Optional.empty()));
        }
        return parts;
    }

    /// Thoughts as [ChatReply] wrote them: with their signatures, if they have any.
    private static List<Part> thoughts(Field message) {
        List<Part> thoughts = new ArrayList<>();
        for (Field block : message.at(GivenBack.THOUGHTS).items()) {
            Optional<Signature> signature =
                    block.at("signature")
                            .optionalText()
                            .map(it -> Signature.read(it, ChatDialect.NAME));
            thoughts.add(
                    new Part.Thinking(block.at("thinking").optionalText().orElse(""), signature));
        }
        if (thoughts.isEmpty()) {
            message.at("reasoning_content")
                    .optionalText()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> thoughts.add(new Part.Thinking(text, Optional.empty())));
        }
        return thoughts;
    }

    private static Part call(Field call) {
        String type = call.object().at("type").optionalText().orElse("function");
        if (!type.equals("function")) {
            return new Part.Foreign(ChatDialect.NAME, type, call.value());
        }
        return call(
                call.at("id").text(),
                call.at("function").object(),
                call.at(GivenBack.EXTRA)
                        .at(GivenBack.OURS)
                        .at("signature")
                        .optionalText()
                        .map(it -> Signature.read(it, ChatDialect.NAME)));
    }

    private static Part call(String id, Field function, Optional<Signature> signature) {
        String arguments = function.at("arguments").optionalText().orElse("");
        return new Part.ToolCall(
                id, function.at("name").text(), arguments.isBlank() ? "{}" : arguments, signature);
    }
}
