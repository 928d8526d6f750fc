package dev.tollgate.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Why Gemini ends an answer: a table. Source: API reference, `FinishReason` of AI Studio and of Vertex AI.
///
/// A call that the model got wrong is no answer: it is a failure of the provider's, which another try may mend as long as the caller has seen nothing.
final class FinishReasons {
    private static final Map<String, Finish> FINISHES =
            Map.ofEntries(
                    Map.entry("STOP", Finish.STOP),
                    Map.entry("MAX_TOKENS", Finish.LENGTH),
                    Map.entry("SAFETY", Finish.CONTENT_FILTER),
                    Map.entry("RECITATION", Finish.CONTENT_FILTER),
                    Map.entry("LANGUAGE", Finish.CONTENT_FILTER),
                    Map.entry("BLOCKLIST", Finish.CONTENT_FILTER),
                    Map.entry("PROHIBITED_CONTENT", Finish.CONTENT_FILTER),
                    Map.entry("SPII", Finish.CONTENT_FILTER),
                    Map.entry("MODEL_ARMOR", Finish.CONTENT_FILTER),
                    Map.entry("ESCALATION", Finish.CONTENT_FILTER),
                    Map.entry("IMAGE_SAFETY", Finish.CONTENT_FILTER),
                    Map.entry("IMAGE_PROHIBITED_CONTENT", Finish.CONTENT_FILTER),
                    Map.entry("IMAGE_RECITATION", Finish.CONTENT_FILTER),
                    Map.entry("IMAGE_OTHER", Finish.CONTENT_FILTER),
                    Map.entry("NO_IMAGE", Finish.CONTENT_FILTER),
                    Map.entry("OTHER", Finish.CONTENT_FILTER));

    private static final Map<String, Failure> FAILURES =
            Map.of(
                    "MALFORMED_FUNCTION_CALL", failure(Kind.SERVER_ERROR, Remedy.SAME_TARGET),
                    "MALFORMED_RESPONSE", failure(Kind.SERVER_ERROR, Remedy.SAME_TARGET),
                    "UNEXPECTED_TOOL_CALL", failure(Kind.SERVER_ERROR, Remedy.SAME_TARGET),
                    "TOO_MANY_TOOL_CALLS", failure(Kind.SERVER_ERROR, Remedy.SAME_TARGET),
                    "MISSING_THOUGHT_SIGNATURE", failure(Kind.BAD_REQUEST, Remedy.NEXT_TARGET));

    private FinishReasons() {}

    /// The reason of a candidate that has ended; of one that is not known, that it has.
    ///
    /// @param called whether it calls a tool
    static Finish finish(JsonNode candidate, boolean called) {
        Finish finish = FINISHES.getOrDefault(reason(candidate), Finish.STOP);
        return finish == Finish.STOP && called ? Finish.TOOL_CALLS : finish;
    }

    /// What a candidate's end means if it is no answer.
    static Optional<Failure> failure(JsonNode candidate) {
        String reason = reason(candidate);
        return Optional.ofNullable(FAILURES.get(reason))
                .map(it ->
                        new Failure(
                                it.kind(),
                                it.remedy(),
                                200,
                                "ended for " + reason.toLowerCase(Locale.ROOT),
                                Optional.empty(),
                                new Failure.Words(
                                        Tongue.GEMINI.written(),
                                        candidate.path("finishMessage").asText(),
                                        new byte[0])));
    }

    private static String reason(JsonNode candidate) {
        return candidate.path("finishReason").asText();
    }

    private static Failure failure(Kind kind, Remedy remedy) {
        return Failure.of(kind, "").with(remedy);
    }
}
