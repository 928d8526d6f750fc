package dev.tollgate.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Json;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Target;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an answer is kept under: a tenant's question to a target. Equal questions have equal keys, in whatever language and form they are asked.
///
/// A question is its prompt. Where the request may say more than its prompt (see [dev.tollgate.conversation.Vocabulary]), it is the language and
/// all of the request as well: rather asked twice than answered with what was said to another question.
///
/// @param hash 64 hex digits
/// @param target that is asked first; only its answers are kept under the key
public record CacheKey(String hash, Target target) {
    /// Goes into every hash: what is kept under another version's keys is not found.
    private static final String VERSION = "1";

    /// Who asks, for what the call is counted, how the answer is to arrive: none of it makes another question.
    private static final Set<String> NOT_ASKED =
            Set.of(
                    "model",
                    "metadata",
                    "stream",
                    "stream_options",
                    "user",
                    "safety_identifier",
                    "prompt_cache_key");

    /// An answer that ended so is not the one that the next caller wants.
    private static final Set<String> NOT_KEPT =
            Set.of(Finish.CONTENT_FILTER.written(), Finish.PAUSE.written());

    /// The key of a question; empty if there is none, for it can't be read, or costs nothing to answer.
    ///
    /// @param team the tenant
    public static Optional<CacheKey> of(String team, Operation operation, Target target, Ask ask) {
        Digest digest = new Digest();
        digest.text(VERSION).text(team).text(operation.name()).text(target.toString());
        boolean said =
                switch (operation) {
                    case CHAT -> chat(ask, digest);
                    case EMBEDDINGS -> inFull(ask, tree(ask), digest);
                    case COUNT_TOKENS -> false;
                };
        return said ? Optional.of(new CacheKey(digest.hex(), target)) : Optional.empty();
    }

    /// Whether an answer may be kept under this key: the target's own, not a fallback's, and not one that was stopped.
    public boolean admits(Kept kept) {
        return kept.target().equals(target)
                && kept.summary().finishReason().filter(NOT_KEPT::contains).isEmpty();
    }

    private static boolean chat(Ask ask, Digest digest) {
        Prompt prompt;
        try {
            prompt = ask.prompt();
        } catch (InvalidPrompt _) {
            return false;
        }
        SortedMap<String, JsonNode> others = new TreeMap<>(prompt.others());
        others.keySet().removeAll(NOT_ASKED);
        new PromptDigest(digest).add(prompt.with(others));
        JsonNode request = tree(ask);
        boolean isPrompt =
                others.isEmpty() && ask.language().vocabulary().covers(request, ask.headers());
        return isPrompt || inFull(ask, request, digest);
    }

    private static boolean inFull(Ask ask, JsonNode request, Digest digest) {
        digest.text(ask.language().name()).tree(request);
        ask.headers().forEach((name, value) -> digest.text(name).text(value));
        return true;
    }

    private static JsonNode tree(Ask ask) {
        return ((ObjectNode) Json.tree(ask.body().bytes())).without(NOT_ASKED);
    }
}
