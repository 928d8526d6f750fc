package dev.tollgate.api;

import dev.tollgate.conversation.Language;
import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call.Operation;
import java.util.Collection;
import java.util.Map;

/// A language that callers speak: beside conversations, how lists, errors and broken streams look in it.
public interface Dialect extends Language {
    /// The paths that take a `POST` with a model's input, and what each asks for.
    Map<String, Operation> endpoints();

    /// Reads what the gateway itself needs of a request.
    ///
    /// @throws ApiError 400 if a field that we read is missing or of the wrong type
    Asked decode(Operation operation, JsonBody body);

    /// Whether a request shows by its headers that its sender speaks this dialect, where the path does not say.
    default boolean isSpokenIn(Headers headers) {
        return false;
    }

    /// What of a request's headers is part of what it asks a model, such as a version of the dialect. Never a credential.
    default Headers partOfAsk(Headers headers) {
        return Headers.none();
    }

    /// The error envelope.
    byte[] error(ApiError error);

    /// The error as an event in the middle of a stream. No end of stream follows it.
    byte[] errorEvent(ApiError error);

    /// The list of models: one for each alias.
    byte[] models(Collection<String> aliases);

    /// One model of that list.
    byte[] model(String alias);

    /// What a request asks for.
    ///
    /// @param metadata the request's own tags, not yet checked
    record Asked(String alias, boolean streamed, Map<String, String> metadata) {}
}
