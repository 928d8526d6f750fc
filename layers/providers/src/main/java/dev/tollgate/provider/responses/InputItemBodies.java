package dev.tollgate.provider.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Message;
import dev.tollgate.conversation.Message.Role;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.conversation.Part.Source;
import dev.tollgate.dialect.DataUrl;
import dev.tollgate.dialect.responses.ReasoningItem;
import dev.tollgate.http.Json;
import java.util.List;
import java.util.Optional;

/// Messages as input items. What a message says becomes an item for each run of words; thoughts, calls and results are items of their own.
final class InputItemBodies {
    private final Role role;
    private final ArrayNode input;

    /// The content of the message item that is being written.
    private Optional<ArrayNode> content = Optional.empty();

    private InputItemBodies(Role role, ArrayNode input) {
        this.role = role;
        this.input = input;
    }

    static void write(Message message, ArrayNode input) {
        if (message.parts().isEmpty()) {
            return;
        }
        if (message.role() != Role.ASSISTANT && isText(message.parts())) {
            message(message.role(), input).put("content", text(message.parts()));
            return;
        }
        InputItemBodies bodies = new InputItemBodies(message.role(), input);
        message.parts().forEach(bodies::part);
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text _, Part.Refusal _, Part.Image _, Part.File _, Part.Audio _ ->
                    content().add(piece(part, role));
            case Part.Thinking thought ->
                    item(
                            ReasoningItem.of(
                                            thought.text(),
                                            thought.signature().map(Signature::value).orElse(""))
                                    .write());
            case Part.ToolCall call ->
                    item(
                            Json.object()
                                    .put("type", "function_call")
                                    .put("call_id", call.id())
                                    .put("name", call.name())
                                    .put("arguments", call.arguments()));
            case Part.ToolResult result -> item(result(result));
            case Part.Foreign foreign -> item(foreign.content().deepCopy());
            case Part.CachePoint _ ->
                    throw new IllegalStateException("not carried: " + part.getClass());
        }
    }

    private void item(ObjectNode item) {
        content = Optional.empty();
        input.add(item);
    }

    private ArrayNode content() {
        ArrayNode going = content.orElseGet(() -> message(role, input).putArray("content"));
        content = Optional.of(going);
        return going;
    }

    private static ObjectNode message(Role role, ArrayNode input) {
        return input.addObject()
                .put("type", "message")
                .put(
                        "role",
                        switch (role) {
                            case SYSTEM -> "system";
                            case USER -> "user";
                            case ASSISTANT -> "assistant";
                        });
    }

    private static ObjectNode result(Part.ToolResult result) {
        ObjectNode item =
                Json.object().put("type", "function_call_output").put("call_id", result.callId());
        if (result.content().isEmpty() || isText(result.content())) {
            return item.put("output", text(result.content()));
        }
        ArrayNode output = item.putArray("output");
        result.content().forEach(part -> output.add(piece(part, Role.USER)));
        return item;
    }

    private static ObjectNode piece(Part part, Role role) {
        ObjectNode written = Json.object();
        switch (part) {
            case Part.Text it ->
                    written.put("type", role == Role.ASSISTANT ? "output_text" : "input_text")
                            .put("text", it.text());
            case Part.Refusal it ->
                    written.put("type", role == Role.ASSISTANT ? "refusal" : "input_text")
                            .put(role == Role.ASSISTANT ? "refusal" : "text", it.text());
            case Part.Image image -> {
                written.put("type", "input_image");
                put(image.source(), "file_id", "image_url", "image_url", written);
                image.detail().ifPresent(it -> written.put("detail", it));
            }
            case Part.File file -> {
                written.put("type", "input_file");
                put(file.source(), "file_id", "file_url", "file_data", written);
                if (file.source() instanceof Source.Inline) {
                    written.put("filename", file.name().orElse("file"));
                }
            }
            case Part.Audio audio ->
                    written.put("type", "input_audio")
                            .putObject("input_audio")
                            .put("data", audio.base64())
                            .put("format", audio.format());
            case Part.Thinking _,
                    Part.ToolCall _,
                    Part.ToolResult _,
                    Part.CachePoint _,
                    Part.Foreign _ ->
                    throw new IllegalStateException("no content: " + part.getClass());
        }
        return written;
    }

    /// A source under the name that its kind has.
    private static void put(
            Source source, String stored, String url, String inline, ObjectNode written) {
        switch (source) {
            case Source.Stored(String id) -> written.put(stored, id);
            case Source.Url(String address) -> written.put(url, address);
            case Source.Inline data -> written.put(inline, DataUrl.write(data));
        }
    }

    /// Whether it is one text, which needs no list.
    static boolean isText(List<Part> parts) {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Text;
    }

    static String text(List<Part> parts) {
        return parts.isEmpty() || !(parts.getFirst() instanceof Part.Text text) ? "" : text.text();
    }
}
