package dev.tollgate.provider;

import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.catalog.Routes.UpstreamFactory;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.openai.OpenAiDialect;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Recorded;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import java.util.Set;

/// Every provider dialect there is, and how a target of each is reached. A new dialect gets a package and a line here.
public record Providers(Transports transports, Secrets secrets, Timing timing, Telemetry telemetry)
        implements UpstreamFactory {

    /// The dialects that a catalogue may name.
    public static Set<String> dialects() {
        return Set.of(OpenAiDialect.NAME);
    }

    @Override
    public Upstream connect(ProviderSpec spec, Target target) {
        Provider provider =
                switch (spec.dialect()) {
                    case OpenAiDialect.NAME -> OpenAi.at(spec.baseUrl());
                    default ->
                            throw new IllegalArgumentException(
                                    "no dialect '" + spec.dialect() + "', only " + dialects());
                };
        Transport transport =
                spec.allowPrivateNetwork() ? transports.internal() : transports.open();
        Upstream upstream =
                new ProviderUpstream(
                        provider, target, spec.secret(), secrets, transport, timing, telemetry);
        Upstream recorded = Recorded.around(upstream, target, timing);
        return spec.secret()
                .<Upstream>map(secret -> new Rekeyed(secret, secrets, recorded))
                .orElse(recorded);
    }
}
