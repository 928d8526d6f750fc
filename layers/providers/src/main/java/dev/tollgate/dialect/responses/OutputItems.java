package dev.tollgate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.http.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// The items of an answer's output, one after another.
///
/// Ids are made of the answer's own: OpenAI wants an id to tell its item's kind, to be short, and never to come twice in a conversation.
final class OutputItems {
    private static final int SEED_BYTES = 12;

    private final EventLog log;
    private final String seed;
    private final ArrayNode done = Json.mapper().createArrayNode();

    OutputItems(EventLog log, Chunk.Start start, Instant at) {
        this.log = log;
        this.seed = seed(start.id() + "/" + at.toEpochMilli());
    }

    /// Those that are complete.
    ArrayNode done() {
        return done;
    }

    /// The id of the answer, should its provider give none.
    String responseId() {
        return "resp_" + seed;
    }

    /// The next item's id.
    ///
    /// @param kind such as `msg`
    String id(String kind) {
        return kind + "_" + seed + "_" + done.size();
    }

    void begin(ObjectNode item) {
        log.add("output_item.added", placed().set("item", item));
    }

    void end(ObjectNode item) {
        log.add("output_item.done", placed().set("item", item));
        done.add(item);
    }

    /// An event of the item that has begun.
    void add(String type, String id, ObjectNode fields) {
        ObjectNode event = placed().put("item_id", id);
        event.setAll(fields);
        log.add(type, event);
    }

    private ObjectNode placed() {
        return Json.object().put("output_index", done.size());
    }

    private static String seed(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, SEED_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
