package dev.tollgate.testkit.badday;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.conversation.Ask;
import dev.tollgate.http.JsonBody;
import dev.tollgate.limits.Priority;
import dev.tollgate.usage.Usage;
import java.time.Duration;
import java.time.Instant;

/// One call of a day, as its application means it.
///
/// @param at when it comes, after the day's start
/// @param sandbox which of the day's sandboxes gets it
/// @param words tokens of its input as an estimate by length sees them
/// @param usage what a model will really count
/// @param pace how much longer than usual a model takes for it
/// @param luck from 0 to 1: which share of calls it belongs to
/// @param dies whether its sandbox is killed before it can settle
record Job(
        String id,
        Duration at,
        int sandbox,
        String team,
        String feature,
        Priority priority,
        String alias,
        boolean streamed,
        int words,
        Usage usage,
        double pace,
        double luck,
        boolean dies) {

    private static final String TEXT = "abc ".repeat(Traffic.MOST_WORDS);

    Ask ask(Instant now) {
        String body =
                """
                {"model":"%s","max_tokens":%d,"text":"%s"}\
                """
                        .formatted(alias, Traffic.MAX_TOKENS, TEXT.substring(0, 4 * words - 1));
        try {
            return new Ask(Plain.LANGUAGE, JsonBody.parse(body.getBytes(UTF_8)), streamed, now);
        } catch (JsonBody.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
