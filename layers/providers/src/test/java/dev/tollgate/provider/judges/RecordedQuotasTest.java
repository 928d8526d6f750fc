package dev.tollgate.provider.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.QuotaHeaders;
import dev.tollgate.routing.Quota;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Whatever recorded replies say of the provider's limits is read: every limit that has what is left of it beside it.
@EnabledIf("recordingsAreHere")
class RecordedQuotasTest {
    static boolean recordingsAreHere() {
        return Exchange.areHere();
    }

    @Test
    void every_limit_in_a_recorded_reply_is_read() {
        Map<String, Integer> replies = new TreeMap<>();
        for (Exchange exchange : Exchange.all()) {
            int written = limits(exchange);
            List<Quota> read = QuotaHeaders.read(exchange.headers(), Calls.START);

            assertEquals(written, read.size(), exchange.toString());
            for (Quota quota : read) {
                assertTrue(
                        quota.limit() > 0
                                && quota.remaining() >= 0
                                && quota.remaining() <= quota.limit()
                                && !quota.resetsIn().isNegative(),
                        exchange + " " + quota);
            }
            if (written > 0) {
                replies.merge(exchange.provider(), 1, Integer::sum);
            }
        }
        assertEquals(
                Map.of(
                        "anthropic", 27,
                        "azure", 10,
                        "groq", 4,
                        "mistral", 15,
                        "openai", 50,
                        "together", 1,
                        "xai", 10),
                replies);
    }

    private static int limits(Exchange exchange) {
        AtomicInteger limits = new AtomicInteger();
        exchange.headers()
                .forEach((name, _) -> {
                    String remaining =
                            name.replaceFirst("-limit-", "-remaining-")
                                    .replaceFirst("-limit$", "-remaining");
                    if (!remaining.equals(name)
                            && exchange.headers().first(remaining).isPresent()) {
                        limits.incrementAndGet();
                    }
                });
        return limits.get();
    }
}
