package dev.tollgate.provider.responses;

import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.dialect.responses.ResponsesDialect;
import dev.tollgate.http.JsonBody;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.openai.Addresses;
import dev.tollgate.provider.openai.Apis;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.openai.ChatWire;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.ModelFacts;
import java.util.Optional;

/// Providers of responses for tests.
final class Responses {
    private Responses() {}

    /// OpenAI itself, where chats of callers who don't speak responses take chat completions.
    static OpenAi openAi() {
        return of("openai", Api.CHAT);
    }

    static OpenAi of(String vendor, Api preferred) {
        Host host = Host.of(vendor);
        Chat chat = new Chat(new ChatWire(host), ModelFacts.UNKNOWN, Calls.ESTIMATE);
        Chat responses = new Chat(new ResponsesWire(host), ModelFacts.UNKNOWN, Calls.ESTIMATE);
        return new OpenAi(
                host,
                Addresses.under(host.baseUrl().orElseThrow()),
                new Apis(chat, Optional.of(responses), preferred),
                Calls.ESTIMATE);
    }

    /// A request in the language of responses, translated as if it were another.
    static Provider.Prepared translated(String request, boolean streamed) {
        return of("openai", Api.RESPONSES)
                .prepare(
                        Calls.of(new Elsewhere(), Operation.CHAT, request, streamed),
                        "gpt-x",
                        Optional.of(new Secret("sk-1")));
    }

    /// The language of responses under another name.
    record Elsewhere() implements Language {
        private static final ResponsesDialect SAME = new ResponsesDialect();

        @Override
        public String name() {
            return "elsewhere";
        }

        @Override
        public Prompt read(JsonBody request) {
            return SAME.read(request);
        }

        @Override
        public byte[] write(Completion answer, Ask ask) {
            return SAME.write(answer, ask);
        }

        @Override
        public EventWriter events(Ask ask) {
            return SAME.events(ask);
        }
    }
}
