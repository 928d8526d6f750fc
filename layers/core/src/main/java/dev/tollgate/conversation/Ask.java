package dev.tollgate.conversation;

import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.usage.Estimate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A request as its caller sent it. What it means is read once, when somebody who speaks another language has to know; so is how long it is.
public final class Ask {
    private final Language language;
    private final JsonBody body;
    private final boolean streamed;
    private final Instant at;
    private final Headers headers;
    private final ReentrantLock reading = new ReentrantLock();
    private Optional<Prompt> prompt = Optional.empty();
    private final Map<Estimate, Long> inputTokens = new HashMap<>();

    /// A request whose headers say nothing to a model.
    public Ask(Language language, JsonBody body, boolean streamed, Instant at) {
        this(language, body, streamed, at, Headers.none());
    }

    /// @param at when it came
    /// @param headers those of its own that are part of what is asked
    public Ask(Language language, JsonBody body, boolean streamed, Instant at, Headers headers) {
        this.language = language;
        this.body = body;
        this.streamed = streamed;
        this.at = at;
        this.headers = headers;
    }

    public Language language() {
        return language;
    }

    /// In the caller's language, as sent.
    public JsonBody body() {
        return body;
    }

    public boolean streamed() {
        return streamed;
    }

    public Instant at() {
        return at;
    }

    /// Headers that belong to the request's language, such as the version of it; a provider that speaks it gets them, too.
    public Headers headers() {
        return headers;
    }

    /// @throws Language.InvalidPrompt if the request is not what its language allows
    public Prompt prompt() {
        reading.lock();
        try {
            Prompt read = prompt.orElseGet(() -> language.read(body));
            prompt = Optional.of(read);
            return read;
        } finally {
            reading.unlock();
        }
    }

    /// About how many tokens it has, counted once by each way to count: windows, limits and unanswered attempts all want to know.
    public long inputTokens(Estimate estimate) {
        reading.lock();
        try {
            return inputTokens.computeIfAbsent(estimate, way -> way.input(body));
        } finally {
            reading.unlock();
        }
    }

    /// Shows nothing of what was asked.
    @Override
    public String toString() {
        return "Ask[" + language.name() + (streamed ? ", streamed]" : "]");
    }
}
