package dev.tollgate.provider.openai;

import dev.tollgate.provider.wire.Chat;
import dev.tollgate.routing.Call;
import java.util.Locale;
import java.util.Optional;

/// The APIs over which a host answers chats, and which of them a call takes: its caller's own, or else the preferred one.
///
/// @param responses empty if the host has no such API
/// @param preferred for callers who speak neither, or the one that the host has not
public record Apis(Chat chat, Optional<Chat> responses, Api preferred) {
    private static final String RESPONSES_PATH = "/responses";
    private static final String CHAT_PATH = "/chat/completions";

    public Apis {
        if (preferred == Api.RESPONSES && responses.isEmpty()) {
            throw new IllegalArgumentException("the preferred API, responses, is not there");
        }
    }

    /// As the catalogue writes them, in lower case.
    public enum Api {
        CHAT,
        RESPONSES;

        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a host is known to have, unless the catalogue says more: that a model is reached over responses, where nothing was known of them.
    ///
    /// @param api as the catalogue has it
    public static Apis of(
            Host host,
            Addresses addresses,
            Optional<String> api,
            String model,
            Chat chat,
            Chat responses) {
        boolean preferred =
                api.map(Api.RESPONSES.written()::equals)
                        .orElseGet(() -> host.hasForResponsesOnly(model));
        boolean there = host.responses() && addresses.has(RESPONSES_PATH);
        return new Apis(
                chat,
                there || preferred ? Optional.of(responses) : Optional.empty(),
                preferred ? Api.RESPONSES : Api.CHAT);
    }

    /// @param path under the host's address
    record Endpoint(String path, Chat chat) {}

    /// A caller who speaks chat completions is translated where responses are preferred: the model may be nowhere else.
    Endpoint of(Call call) {
        return responses
                .filter(it -> preferred == Api.RESPONSES || it.speaks(call))
                .map(it -> new Endpoint(RESPONSES_PATH, it))
                .orElse(new Endpoint(CHAT_PATH, chat));
    }
}
