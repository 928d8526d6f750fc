package dev.tollgate.testkit.sim.anthropic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The prompts that callers asked to be cached: the first call with a prompt writes it, later ones
/// read it. Prompts of less than 1,024 tokens are not cached. Thread-safe; keeps the last 1,000.
final class PromptCache {

    private static final int LEAST_TOKENS = 1024;
    private static final int MOST_PROMPTS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Boolean> prompts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST_PROMPTS;
                }
            };

    /// How many tokens of a prompt were in the cache, how many were put there, and for how long.
    record Use(int read, int written, boolean forAnHour) {

        static final Use NONE = new Use(0, 0, false);
    }

    Use use(String model, List<Block> prompt) {
        lock.lock();
        try {
            var use = Use.NONE;
            var sofar = new StringBuilder(model);
            int tokens = 0;
            for (var block : prompt) {
                sofar.append('\n').append(block.role()).append(block.images()).append(block.text());
                tokens += block.tokens();
                if (block.cacheFor().isPresent() && tokens >= LEAST_TOKENS) {
                    boolean known = prompts.put(sofar.toString(), true) != null;
                    int read = known ? tokens : use.read();
                    use = new Use(read, tokens - read, block.cacheFor().get().equals("1h"));
                }
            }
            return use;
        } finally {
            lock.unlock();
        }
    }
}
