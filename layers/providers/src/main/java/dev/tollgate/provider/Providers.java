package dev.tollgate.provider;

import dev.tollgate.catalog.DialectSpec;
import dev.tollgate.catalog.DialectSpec.Setting;
import dev.tollgate.catalog.ModelFacts;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.catalog.Routes.UpstreamFactory;
import dev.tollgate.config.Timing;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.anthropic.Anthropic;
import dev.tollgate.provider.azure.AzureAddresses;
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
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.provider.vertex.AccessTokens;
import dev.tollgate.provider.vertex.Vertex;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every provider dialect there is, and how a target of each is reached. A new dialect gets a package and a line here.
public record Providers(
        Transports transports,
        Secrets secrets,
        RequestSigner signer,
        Estimate estimate,
        Timing timing,
        Telemetry telemetry,
        AccessTokens tokens)
        implements UpstreamFactory {
    private static final BuiltInModels MODELS = BuiltInModels.load();

    private static final String OPENAI = "openai";
    private static final String AZURE = "azure";
    private static final String BEDROCK = "bedrock";
    private static final String GEMINI = "gemini";
    private static final String VERTEX = "vertex";

    private static final String PROJECT = "project";
    private static final String LOCATION = "location";

    /// With no access token yet.
    public Providers(
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            Estimate estimate,
            Timing timing,
            Telemetry telemetry) {
        this(transports, secrets, signer, estimate, timing, telemetry, new AccessTokens(timing));
    }

    private static final String API = "api";
    private static final String ANTHROPIC = "anthropic";

    /// The dialects in which a provider counts tokens itself.
    private static final Set<String> COUNTING = Set.of(ANTHROPIC);

    /// Estimates by the tokenizer that is nearest to most models'.
    public static Estimate byTokenizer() {
        return new Estimate(new JtokkitCounter());
    }

    /// The dialects that a catalogue may name, and what a provider of each needs.
    public static Map<String, DialectSpec> dialects() {
        Setting version =
                new Setting(
                        false,
                        text -> text.matches("[0-9A-Za-z.-]{1,40}"),
                        "an API version such as 2024-10-21");
        Setting region =
                new Setting(
                        true,
                        text -> text.matches("[a-z]{2,3}(-[a-z]{2,9}){1,3}-[0-9]{1,2}"),
                        "an AWS region such as us-east-1");
        Setting api =
                new Setting(
                        false,
                        text -> Stream.of(Api.values()).map(Api::written).anyMatch(text::equals),
                        "chat or responses: which API is used for callers of other languages");
        return Map.of(
                OPENAI,
                new DialectSpec(
                        new TreeMap<>(Map.of(API, api)), Optional.empty(), Host.withAddress()),
                ANTHROPIC,
                DialectSpec.plain(ANTHROPIC),
                AZURE,
                DialectSpec.of(OPENAI, Map.of("apiVersion", version, API, api)).homeless(),
                GEMINI,
                DialectSpec.of(GEMINI, Map.of()),
                VERTEX,
                DialectSpec.of(
                        GEMINI,
                        Map.of(
                                PROJECT,
                                required("[a-z0-9][a-z0-9.:-]{0,62}", "a project's id or number"),
                                LOCATION,
                                required(
                                        "[a-z][a-z0-9-]{0,31}",
                                        "a location such as europe-west4, or global"))),
                BEDROCK,
                DialectSpec.of(BEDROCK, Map.of("region", region)));
    }

    private static Setting required(String pattern, String form) {
        return new Setting(true, Pattern.compile(pattern).asMatchPredicate(), form);
    }

    @Override
    public Upstream connect(ProviderSpec spec, Target target, ModelFacts catalogued) {
        ModelFacts facts = MODELS.of(target.model(), catalogued);
        Transport transport =
                spec.allowPrivateNetwork() ? transports.internal() : transports.open();
        Provider provider =
                switch (spec.dialect()) {
                    case OPENAI -> openAi(spec, target, facts);
                    case AZURE -> azure(spec, target, facts);
                    case BEDROCK -> bedrock(spec, facts);
                    case GEMINI -> Gemini.at(spec.baseUrl().orElse(Gemini.PUBLIC), facts, estimate);
                    case VERTEX -> vertex(spec, facts, transport);
                    case ANTHROPIC ->
                            Anthropic.at(spec.baseUrl().orElse(Anthropic.HOST), facts, estimate);
                    default ->
                            throw new IllegalArgumentException(
                                    "no dialect '"
                                            + spec.dialect()
                                            + "', only "
                                            + dialects().keySet());
                };
        Upstream upstream =
                new ProviderUpstream(
                        provider, target, spec.secret(), secrets, transport, timing, telemetry);
        Upstream recorded = Recorded.around(upstream, target, timing);
        Upstream rekeyed =
                spec.secret()
                        .<Upstream>map(secret -> new Rekeyed(secret, secrets, recorded))
                        .orElse(recorded);
        return COUNTING.contains(spec.dialect()) ? rekeyed : new LocalCount(estimate, rekeyed);
    }

    private Provider bedrock(ProviderSpec spec, ModelFacts facts) {
        String region = spec.setting("region").orElseThrow();
        URI address = addressOf(spec, Optional.of(Bedrock.home(region)));
        return Bedrock.at(address, region, signer, facts, estimate);
    }

    private Provider azure(ProviderSpec spec, Target target, ModelFacts facts) {
        AzureAddresses addresses =
                new AzureAddresses(addressOf(spec, Optional.empty()), spec.setting("apiVersion"));
        return openAi(Host.of(AZURE), addresses, spec, target, facts);
    }

    private Provider openAi(ProviderSpec spec, Target target, ModelFacts facts) {
        Host host = Host.of(spec.vendor());
        Addresses addresses = Addresses.under(addressOf(spec, host.baseUrl()));
        return openAi(host, addresses, spec, target, facts);
    }

    private Provider openAi(
            Host host, Addresses addresses, ProviderSpec spec, Target target, ModelFacts facts) {
        Chat chat = new Chat(new ChatWire(host), facts, estimate);
        Chat responses = new Chat(new ResponsesWire(host), facts, estimate);
        Apis apis =
                Apis.of(host, addresses, spec.setting(API), target.model(), chat, responses);
        return new OpenAi(host, addresses, apis, estimate);
    }

    private static URI addressOf(ProviderSpec spec, Optional<URI> known) {
        return spec.baseUrl()
                .or(() -> known)
                .orElseThrow(() -> new IllegalArgumentException(spec.name() + " has no address"));
    }

    private Provider vertex(ProviderSpec spec, ModelFacts facts, Transport transport) {
        return new Vertex(
                Vertex.models(
                        spec.baseUrl(),
                        spec.setting(PROJECT).orElseThrow(),
                        spec.setting(LOCATION).orElseThrow()),
                new Chat(new GeminiWire(false), facts, estimate),
                tokens,
                transport,
                spec.allowPrivateNetwork(),
                timing);
    }
}
