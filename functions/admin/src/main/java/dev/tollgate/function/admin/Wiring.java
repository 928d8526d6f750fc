package dev.tollgate.function.admin;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.api.Dialect;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Service;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Secret;
import dev.tollgate.provider.openai.OpenAiDialect;
import dev.tollgate.telemetry.Telemetry;
import java.security.SecureRandom;
import java.util.function.Supplier;

/// Puts the control plane together.
public final class Wiring {
    private Wiring() {}

    /// The control plane over any stores.
    ///
    /// @param adminKey the key that is an admin without being in the store, asked for each request
    public static Service service(
            KeyStore keys,
            CatalogStore catalogs,
            Supplier<Secret> adminKey,
            CatalogReader reader,
            Timing timing,
            Telemetry telemetry) {
        Dialect dialect = new OpenAiDialect();
        Admin admin =
                new Admin(
                        new AdminAuthenticator(adminKey, new Authenticator(keys, timing)),
                        new CatalogAdmin(new CatalogEdits(catalogs, reader, timing), dialect),
                        new KeyAdmin(keys, new KeyMint(new SecureRandom()), timing));
        return new ErrorBoundary(dialect, timing, telemetry, admin);
    }
}
