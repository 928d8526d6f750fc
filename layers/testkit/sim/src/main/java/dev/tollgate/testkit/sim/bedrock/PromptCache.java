package dev.tollgate.testkit.sim.bedrock;

import dev.tollgate.testkit.sim.dialect.Tokens;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/// The prompts up to a cache point that models have seen: the first call with one writes it, later
/// ones read it. Prompts of less than 1,024 tokens are not cached. Thread-safe; keeps the last 1,000.
public final class PromptCache {

    private static final int LEAST_TOKENS = 1024;
    private static final int MOST_PROMPTS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedSet<String> prompts = new LinkedHashSet<>();

    /// How many tokens of a prompt were in the cache, and how many were put there.
    record Use(int read, int written) {
        static final Use NONE = new Use(0, 0);
    }

    /// @param prompt all text up to the last cache point, empty if there is none
    Use use(String model, String prompt) {
        int tokens = Tokens.count(prompt);
        if (tokens < LEAST_TOKENS) {
            return Use.NONE;
        }
        lock.lock();
        try {
            boolean known = !prompts.add(model + "\n" + prompt);
            if (prompts.size() > MOST_PROMPTS) {
                prompts.removeFirst();
            }
            return known ? new Use(tokens, 0) : new Use(0, tokens);
        } finally {
            lock.unlock();
        }
    }
}
