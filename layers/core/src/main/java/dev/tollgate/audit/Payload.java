package dev.tollgate.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Json;
import java.time.Instant;

/// What is kept of one call beside its record.
///
/// @param id the call's
/// @param goneAt from when on nobody can read it
/// @param json an object, as readers see it, of at most [PayloadStore#MAX_BYTES]
public record Payload(String team, String id, Instant goneAt, byte[] json) {

    /// What is to be kept of a call.
    public static Payload of(Asked asked, Told told, LogLevel level, LoggingRules rules) {
        Instant goneAt = asked.at().plus(rules.retain());
        ObjectNode json =
                Json.object()
                        .put("level", level.written())
                        .put("complete", told.complete())
                        .put("kept_until", goneAt.toString())
                        .put("dialect", asked.ask().language().name())
                        .put("path", asked.path());
        Redactor redactor = new Redactor(rules.redaction());
        ObjectNode request = new Shape(redactor).of(asked.operation(), asked.ask());
        ObjectNode answer = told.shape();
        if (level == LogLevel.FULL) {
            Body.of(asked.ask().body().bytes(), redactor).put(request);
            told.inOnePiece(asked.ask())
                    .ifPresentOrElse(
                            it -> Body.of(it, redactor).put(answer),
                            () -> answer.put("truncated", true));
        }
        json.set("request", request);
        json.set("answer", answer);
        return new Payload(asked.team(), asked.id(), goneAt, Json.bytes(json));
    }

    /// Shows nothing of what was said.
    @Override
    public String toString() {
        return "Payload[" + id + ", " + json.length + " bytes]";
    }
}
