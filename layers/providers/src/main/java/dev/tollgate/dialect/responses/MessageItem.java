package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.http.Json;

/// A message, whose content is texts and refusals that follow one another.
final class MessageItem {
    private final OutputItems items;
    private final String id;
    private final ArrayNode content = Json.mapper().createArrayNode();

    MessageItem(OutputItems items) {
        this.items = items;
        this.id = items.id("msg");
        items.begin(item("in_progress"));
    }

    Piece text() {
        return new Words("output_text", "text");
    }

    Piece refusal() {
        return new Words("refusal", "refusal");
    }

    /// @param status `completed`, or `incomplete` if it breaks off
    void end(String status) {
        items.end(item(status));
    }

    private ObjectNode item(String status) {
        ObjectNode item =
                Json.object()
                        .put("id", id)
                        .put("type", "message")
                        .put("status", status)
                        .put("role", "assistant");
        return item.set("content", content.deepCopy());
    }

    /// One piece of the content, and the names that its kind has in events and in itself.
    private final class Words implements Piece {
        private final String kind;
        private final String member;
        private final StringBuilder said = new StringBuilder();
        private final ArrayNode annotations = Json.mapper().createArrayNode();

        Words(String kind, String member) {
            this.kind = kind;
            this.member = member;
            add("content_part.added", Json.object().set("part", part()));
        }

        @Override
        public void say(String more) {
            if (!more.isEmpty()) {
                said.append(more);
                add(kind + ".delta", logged(Json.object().put("delta", more)));
            }
        }

        @Override
        public void cite(Citation citation) {
            ObjectNode annotation =
                    Json.object()
                            .put("type", "url_citation")
                            .put("start_index", 0)
                            .put("end_index", said.length())
                            .put("url", citation.url().orElse(""))
                            .put("title", citation.title().orElse(""));
            ObjectNode event = Json.object().put("annotation_index", annotations.size());
            annotations.add(annotation);
            add(kind + ".annotation.added", event.set("annotation", annotation));
        }

        @Override
        public void close() {
            add(kind + ".done", logged(Json.object().put(member, said.toString())));
            add("content_part.done", Json.object().set("part", part()));
            content.add(part());
        }

        private ObjectNode part() {
            ObjectNode part = Json.object().put("type", kind).put(member, said.toString());
            if (kind.equals("output_text")) {
                part.set("annotations", annotations.deepCopy());
            }
            return logged(part);
        }

        /// Texts have a place for logarithms of probabilities, even if there are none.
        private ObjectNode logged(ObjectNode node) {
            if (kind.equals("output_text")) {
                node.putArray("logprobs");
            }
            return node;
        }

        private void add(String type, ObjectNode fields) {
            fields.put("content_index", content.size());
            items.add(type, id, fields);
        }
    }
}
