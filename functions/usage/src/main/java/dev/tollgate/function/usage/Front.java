package dev.tollgate.function.usage;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import java.io.IOException;

/// Which part of this function answers which path.
record Front(Dashboard dashboard, Budgets budgets, ErrorBoundary.Handler reports)
        implements ErrorBoundary.Handler {

    @Override
    public void handle(Exchange exchange) throws IOException {
        String path = exchange.request().path();
        if (path.equals(Dashboard.PATH) || path.startsWith(Dashboard.PATH + "/")) {
            dashboard.handle(exchange);
        } else if (path.equals(Budgets.PATH)) {
            budgets.handle(exchange);
        } else {
            reports.handle(exchange);
        }
    }
}
