package dev.tollgate.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.http.JsonBody;
import dev.tollgate.usage.Estimate;
import dev.tollgate.usage.TokenCounter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AskTest {
    @Test
    void a_rough_count_is_not_taken_for_an_exact_one_and_each_is_made_once() throws Exception {
        JsonBody body = JsonBody.parse("{\"messages\": \"twelve bytes\"}".getBytes(UTF_8));
        Ask ask = new Ask(new Mute("mute"), body, false, Instant.EPOCH);
        AtomicInteger counted = new AtomicInteger();
        Estimate exact = new Estimate(_ -> 100 + counted.getAndIncrement());

        assertEquals(3, ask.inputTokens(new Estimate(TokenCounter.byLength())));
        assertEquals(100, ask.inputTokens(exact));
        assertEquals(100, ask.inputTokens(exact));
    }
}
