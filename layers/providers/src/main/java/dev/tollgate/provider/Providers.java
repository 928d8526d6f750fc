package dev.tollgate.provider;

import static dev.tollgate.provider.DialectSpecs.ANTHROPIC;
import static dev.tollgate.provider.DialectSpecs.AZURE;
import static dev.tollgate.provider.DialectSpecs.BEDROCK;
import static dev.tollgate.provider.DialectSpecs.GEMINI;
import static dev.tollgate.provider.DialectSpecs.OPENAI;
import static dev.tollgate.provider.DialectSpecs.VERTEX;

import dev.tollgate.catalog.DialectSpec;
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
import dev.tollgate.provider.openai.ChatWire;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.responses.ResponsesWire;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.provider.vertex.AccessTokens;
import dev.tollgate.provider.vertex.Vertex;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.QuotaObserver;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.usage.Estimate;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every provider dialect there is, and how a target of each is reached. A new dialect gets a package, a line here, and one in [DialectSpecs].
///
/// @param signer for providers that know us by our role
/// @param tokens for providers that give us one for a service account
/// @param quotas told of what is left of providers' own limits on us
public record Providers(
        Transports transports,
        Secrets secrets,
        RequestSigner signer,
        AccessTokens tokens,
        Estimate estimate,
        Timing timing,
        Telemetry telemetry,
        QuotaObserver quotas)
        implements UpstreamFactory {
    private static final BuiltInModels MODELS = BuiltInModels.load();

    /// The dialects in which a provider counts tokens itself.
    private static final Set<String> COUNTING = Set.of(ANTHROPIC);

    /// With no access token yet.
    public Providers(
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            Estimate estimate,
            Timing timing,
            Telemetry telemetry,
            QuotaObserver quotas) {
        this(
                transports,
                secrets,
                signer,
                new AccessTokens(timing),
                estimate,
                timing,
                telemetry,
                quotas);
    }

    /// The same where nobody asks for quotas.
    public Providers(
            Transports transports,
            Secrets secrets,
            RequestSigner signer,
            Estimate estimate,
            Timing timing,
            Telemetry telemetry) {
        this(transports, secrets, signer, estimate, timing, telemetry, (_, _) -> {});
    }

    /// Knows every model and reaches none: for looking at ways that nobody takes.
    public static UpstreamFactory unconnected() {
        return new UpstreamFactory() {
            @Override
            public Upstream connect(ProviderSpec spec, Target target, ModelFacts catalogued) {
                return _ -> {
                    throw new IllegalStateException(target + " is not connected");
                };
            }

            @Override
            public ModelFacts facts(ProviderSpec spec, Target target, ModelFacts catalogued) {
                return MODELS.of(target.model(), catalogued);
            }
        };
    }

    /// Estimates by the tokenizer that is nearest to most models'.
    public static Estimate byTokenizer() {
        return new Estimate(new JtokkitCounter());
    }

    /// The dialects that a catalogue may name, and what a provider of each needs.
    public static Map<String, DialectSpec> dialects() {
        return DialectSpecs.all();
    }

    @Override
    public Upstream connect(ProviderSpec spec, Target target, ModelFacts catalogued) {
        ModelFacts facts = facts(spec, target, catalogued);
        Transport transport =
                spec.allowPrivateNetwork() ? transports.internal() : transports.open();
        Provider provider =
                switch (spec.dialect()) {
                    case OPENAI -> openAi(spec, target, facts);
                    case AZURE -> azure(spec, target, facts);
                    case ANTHROPIC ->
                            Anthropic.at(spec.baseUrl().orElse(Anthropic.HOST), facts, estimate);
                    case GEMINI -> Gemini.at(spec.baseUrl().orElse(Gemini.PUBLIC), facts, estimate);
                    case VERTEX -> vertex(spec, facts, transport);
                    case BEDROCK -> bedrock(spec, facts);
                    default ->
                            throw new IllegalArgumentException(
                                    "no dialect '"
                                            + spec.dialect()
                                            + "', only "
                                            + dialects().keySet());
                };
        Upstream upstream =
                new ProviderUpstream(
                        provider,
                        target,
                        spec.secret(),
                        secrets,
                        transport,
                        timing,
                        telemetry,
                        quotas);
        Upstream recorded = Recorded.around(upstream, target, timing);
        Upstream rekeyed =
                spec.secret()
                        .<Upstream>map(secret -> new Rekeyed(secret, secrets, recorded))
                        .orElse(recorded);
        return COUNTING.contains(spec.dialect()) ? rekeyed : new LocalCount(estimate, rekeyed);
    }

    @Override
    public ModelFacts facts(ProviderSpec spec, Target target, ModelFacts catalogued) {
        return MODELS.of(target.model(), catalogued);
    }

    private Provider openAi(ProviderSpec spec, Target target, ModelFacts facts) {
        Host host = Host.of(spec.vendor());
        Addresses addresses = Addresses.under(addressOf(spec, host.baseUrl()));
        return openAi(host, addresses, spec, target, facts);
    }

    private Provider azure(ProviderSpec spec, Target target, ModelFacts facts) {
        AzureAddresses addresses =
                new AzureAddresses(
                        addressOf(spec, Optional.empty()), spec.setting(DialectSpecs.API_VERSION));
        return openAi(Host.of(AZURE), addresses, spec, target, facts);
    }

    private Provider openAi(
            Host host, Addresses addresses, ProviderSpec spec, Target target, ModelFacts facts) {
        Chat chat = new Chat(new ChatWire(host), facts, estimate);
        Chat responses = new Chat(new ResponsesWire(host), facts, estimate);
        Optional<String> api = spec.setting(DialectSpecs.API);
        Apis apis = Apis.of(host, addresses, api, target.model(), chat, responses);
        return new OpenAi(host, addresses, apis, estimate);
    }

    private Provider vertex(ProviderSpec spec, ModelFacts facts, Transport transport) {
        return new Vertex(
                Vertex.models(
                        spec.baseUrl(),
                        spec.setting(DialectSpecs.PROJECT).orElseThrow(),
                        spec.setting(DialectSpecs.LOCATION).orElseThrow()),
                new Chat(new GeminiWire(false), facts, estimate),
                tokens,
                transport,
                spec.allowPrivateNetwork(),
                timing);
    }

    private Provider bedrock(ProviderSpec spec, ModelFacts facts) {
        String region = spec.setting(DialectSpecs.REGION).orElseThrow();
        URI address = addressOf(spec, Optional.of(Bedrock.home(region)));
        return Bedrock.at(address, region, signer, facts, estimate);
    }

    private static URI addressOf(ProviderSpec spec, Optional<URI> known) {
        return spec.baseUrl()
                .or(() -> known)
                .orElseThrow(() -> new IllegalArgumentException(spec.name() + " has no address"));
    }
}
