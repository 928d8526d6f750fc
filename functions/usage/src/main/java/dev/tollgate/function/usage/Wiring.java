package dev.tollgate.function.usage;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.provider.openai.OpenAiDialect;
import dev.tollgate.telemetry.Telemetry;

/// Puts the reports together.
public final class Wiring {
    private Wiring() {}

    /// The reports over any stores.
    public static Service service(
            KeyStore keys, Ledger ledger, Timing timing, Telemetry telemetry) {
        Reports reports = new Reports(new Authenticator(keys, timing), ledger, timing);
        return new ErrorBoundary(new OpenAiDialect(), timing, telemetry, reports);
    }
}
