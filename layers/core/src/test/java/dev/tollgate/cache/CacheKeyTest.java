package dev.tollgate.cache;

import static dev.tollgate.cache.Samples.ONE;
import static dev.tollgate.cache.Samples.OTHER;
import static dev.tollgate.cache.Samples.SUMMARY;
import static dev.tollgate.cache.Samples.TARGET;
import static dev.tollgate.cache.Samples.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.conversation.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
    private static final String QUESTION = "{\"model\":\"a\",\"say\":\"hi\"}";

    private static Optional<String> key(String team, Operation operation, Ask ask) {
        return CacheKey.of(team, operation, TARGET, ask).map(CacheKey::hash);
    }

    private static String key(Ask ask) {
        return key("team", Operation.CHAT, ask).orElseThrow();
    }

    @Test
    void the_same_question_has_the_same_key_in_every_language() {
        assertEquals(key(ask(ONE, QUESTION)), key(ask(OTHER, QUESTION)));
    }

    @Test
    void who_asks_and_how_the_answer_is_to_arrive_make_no_other_question() {
        String key = key(ask(ONE, QUESTION));

        assertEquals(key, key(ask(ONE, "{\"say\":\"hi\",\"model\":\"b\",\"stream\":true}")));
        assertEquals(
                key,
                key(
                        ask(
                                ONE,
                                "{\"say\":\"hi\",\"user\":\"u\",\"metadata\":{\"feature\":\"f\"},"
                                        + "\"stream_options\":{},\"prompt_cache_key\":\"k\","
                                        + "\"safety_identifier\":\"s\"}")));
    }

    @Test
    void another_target_team_or_question_has_another_key() {
        Ask ask = ask(ONE, QUESTION);
        Set<String> keys = new HashSet<>();
        keys.add(key(ask));
        keys.add(key("teal", Operation.CHAT, ask).orElseThrow());
        keys.add(
                CacheKey.of("team", Operation.CHAT, new Target("plain", "model-2"), ask)
                        .orElseThrow()
                        .hash());
        keys.add(key(ask(ONE, "{\"say\":\"hi!\"}")));
        keys.add(key("team", Operation.EMBEDDINGS, ask).orElseThrow());

        assertEquals(5, keys.size());
    }

    @Test
    void what_only_one_language_has_a_word_for_means_something_there_only() {
        String question = "{\"say\":\"hi\",\"logprobs\":true}";

        assertNotEquals(key(ask(ONE, question)), key(ask(OTHER, question)));
        assertNotEquals(key(ask(ONE, question)), key(ask(ONE, QUESTION)));
        assertEquals(key(ask(ONE, question)), key(ask(ONE, "{\"logprobs\":true,\"say\":\"hi\"}")));
    }

    @Test
    void what_the_prompt_loses_is_part_of_the_question() {
        String hinted = "{\"say\":\"hi\",\"hint\":false}";

        assertNotEquals(key(ask(ONE, hinted)), key(ask(ONE, QUESTION)));
        assertNotEquals(key(ask(ONE, hinted)), key(ask(ONE, hinted.replace("false", "0"))));
        assertNotEquals(key(ask(ONE, hinted)), key(ask(OTHER, hinted)));
    }

    @Test
    void headers_are_part_of_the_question_but_for_the_usual_ones() {
        String key = key(ask(ONE, QUESTION));

        assertEquals(key, key(ask(ONE, QUESTION, Headers.of("version", "1"))));
        assertNotEquals(key, key(ask(ONE, QUESTION, Headers.of("version", "2"))));
        assertNotEquals(key, key(ask(ONE, QUESTION, Headers.of("version", "1").with("beta", "x"))));
    }

    @Test
    void what_can_not_be_read_or_costs_nothing_has_no_key() {
        assertEquals(Optional.empty(), key("team", Operation.CHAT, ask(ONE, "{\"tell\":\"\"}")));
        assertEquals(Optional.empty(), key("team", Operation.COUNT_TOKENS, ask(ONE, QUESTION)));
    }

    @Test
    void an_embedding_is_asked_for_with_all_of_its_request() {
        String key = key("team", Operation.EMBEDDINGS, ask(ONE, "{\"input\":[1,2]}")).orElseThrow();

        assertEquals(
                Optional.of(key),
                key(
                        "team",
                        Operation.EMBEDDINGS,
                        ask(ONE, "{\"model\":\"x\", \"user\":\"u\", \"input\":[1, 2.0]}")));
        assertNotEquals(
                Optional.of(key),
                key("team", Operation.EMBEDDINGS, ask(ONE, "{\"input\":[1,2],\"dimensions\":8}")));
    }

    @Test
    void no_two_tenants_and_questions_of_many_meet() {
        Random random = new Random(11);
        Set<String> keys = new HashSet<>();
        Set<Map.Entry<String, String>> asked = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            String team = "t" + "#/ 1".charAt(random.nextInt(4)) + random.nextInt(9);
            String said = Integer.toString(random.nextInt(500), 2);
            asked.add(Map.entry(team, said));
            keys.add(
                    key(
                                    team,
                                    Operation.CHAT,
                                    new Ask(
                                            ONE,
                                            Lines.body(Map.of("say", said)),
                                            false,
                                            Samples.NOON))
                            .orElseThrow());
        }

        assertEquals(asked.size(), keys.size());
    }

    @Test
    void only_the_answer_of_the_target_that_was_asked_for_is_kept() {
        CacheKey key = new CacheKey("h", TARGET);
        Kept own = Samples.kept("answer");

        assertTrue(key.admits(own));
        assertFalse(new CacheKey("h", new Target("plain", "model-2")).admits(own));
    }

    @Test
    void an_answer_that_was_stopped_is_not_kept() {
        CacheKey key = new CacheKey("h", TARGET);

        assertFalse(key.admits(ended("content_filter")));
        assertFalse(key.admits(ended("pause")));
        assertTrue(key.admits(ended("length")));
        assertTrue(key.admits(ended("tool_calls")));
    }

    private static Kept ended(String reason) {
        return Samples.kept(
                Samples.call(ONE, QUESTION),
                "",
                Optional.empty(),
                new Summary(Usage.none(), Optional.of(reason)),
                TARGET);
    }

    @Test
    void an_answer_without_a_reason_for_its_end_is_kept() {
        Summary vectors = new Summary(SUMMARY.usage(), Optional.empty());

        assertTrue(
                new CacheKey("h", TARGET)
                        .admits(
                                Samples.kept(
                                        Samples.call(ONE, QUESTION),
                                        "",
                                        Optional.empty(),
                                        vectors,
                                        TARGET)));
    }
}
