package dev.tollgate.provider.judges;

import dev.tollgate.config.Timing;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.anthropic.Anthropic;
import dev.tollgate.provider.bedrock.Bedrock;
import dev.tollgate.provider.gemini.Gemini;
import dev.tollgate.provider.gemini.GeminiWire;
import dev.tollgate.provider.openai.Addresses;
import dev.tollgate.provider.openai.Apis;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.openai.ChatWire;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.responses.ResponsesWire;
import dev.tollgate.provider.vertex.AccessTokens;
import dev.tollgate.provider.vertex.Vertex;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.ModelFacts;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A wire under judgement.
///
/// @param tongue its name, and that of the callers' language that is the same
/// @param home the vendor that it comes from
/// @param model one of its models
/// @param paths of the exchanges that it was spoken in
/// @param provider one that speaks it, by the name of its recordings
/// @param witness who reads the same independently
record Wired(
        String tongue,
        String home,
        String model,
        Pattern paths,
        Function<String, Provider> provider,
        Witness witness) {
    private static final ModelFacts FACTS = new ModelFacts(OptionalInt.of(8192));

    /// One line for each wire.
    static final List<Wired> ALL =
            List.of(
                    of(
                            "openai",
                            "openai",
                            "gpt-5.2",
                            ".*/(chat/completions|embeddings)",
                            Wired::chat,
                            new ChatWitness()),
                    of(
                            "responses",
                            "openai",
                            "gpt-5.2",
                            ".*/responses",
                            Wired::responses,
                            new ResponsesWitness()),
                    of(
                            "anthropic",
                            "anthropic",
                            "claude-sonnet-4-6",
                            ".*/messages",
                            Wired::anthropic,
                            new AnthropicWitness()),
                    of(
                            "gemini",
                            "gemini",
                            "gemini-3-flash-preview",
                            ".*:(streamG|g)enerateContent",
                            Wired::google,
                            new GeminiWitness()),
                    of(
                            "bedrock",
                            "bedrock",
                            "us.anthropic.claude-sonnet-4-6-v1:0",
                            ".*/converse(-stream)?",
                            Wired::bedrock,
                            new BedrockWitness()));

    private static Wired of(
            String tongue,
            String home,
            String model,
            String paths,
            Function<String, Provider> provider,
            Witness witness) {
        return new Wired(tongue, home, model, Pattern.compile(paths), provider, witness);
    }

    static Optional<Wired> of(Exchange exchange) {
        return ALL.stream().filter(it -> it.paths.matcher(exchange.path()).matches()).findFirst();
    }

    static Optional<Wired> named(String tongue) {
        return ALL.stream().filter(it -> it.tongue.equals(tongue)).findFirst();
    }

    private static Provider chat(String vendor) {
        Host host = Host.of(vendor);
        Chat chat = new Chat(new ChatWire(host), FACTS, Calls.ESTIMATE);
        return openAi(host, new Apis(chat, Optional.empty(), Api.CHAT));
    }

    private static Provider responses(String vendor) {
        Host host = Host.of(vendor);
        Chat chat = new Chat(new ChatWire(host), FACTS, Calls.ESTIMATE);
        Chat responses = new Chat(new ResponsesWire(host), FACTS, Calls.ESTIMATE);
        return openAi(host, new Apis(chat, Optional.of(responses), Api.RESPONSES));
    }

    private static Provider openAi(Host host, Apis apis) {
        Addresses addresses =
                Addresses.under(host.baseUrl().orElse(URI.create("https://host.example/v1")));
        return new OpenAi(host, addresses, apis, Calls.ESTIMATE);
    }

    private static Provider anthropic(String vendor) {
        return Anthropic.at(Anthropic.HOST, FACTS, Calls.ESTIMATE);
    }

    private static Provider google(String vendor) {
        return vendor.equals("vertex") ? vertex() : Gemini.at(Gemini.PUBLIC, FACTS, Calls.ESTIMATE);
    }

    /// Without a key, so that no token is asked for.
    private static Provider vertex() {
        Timing timing = new Timing(Clock.systemUTC(), _ -> {}, new Random(1));
        Vertex vertex =
                new Vertex(
                        Vertex.models(Optional.empty(), "project-1", "global"),
                        new Chat(new GeminiWire(false), FACTS, Calls.ESTIMATE),
                        new AccessTokens(timing),
                        (outgoing, _, _) -> {
                            throw new AssertionError("sent: " + outgoing);
                        },
                        false,
                        timing);
        return (call, model, _) -> vertex.prepare(call, model, Optional.empty());
    }

    private static Provider bedrock(String vendor) {
        String region = "us-east-1";
        return Bedrock.at(
                Bedrock.home(region), region, (outgoing, _, _) -> outgoing, FACTS, Calls.ESTIMATE);
    }
}
