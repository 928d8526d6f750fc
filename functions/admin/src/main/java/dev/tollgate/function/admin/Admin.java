package dev.tollgate.function.admin;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Principal;
import java.io.IOException;

/// The control plane: who asks, and for what.
record Admin(
        AdminAuthenticator authenticator,
        CatalogAdmin catalog,
        KeyAdmin keys,
        ExplainAdmin explain,
        RepriceAdmin reprice)
        implements ErrorBoundary.Handler {
    static final Headers JSON = Headers.of("content-type", "application/json");

    private static final String KEYS = "/admin/keys";

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        Principal principal = authenticator.authenticate(request.headers());
        String path = request.path();
        String method = request.method();
        if (path.equals("/admin/catalog")) {
            switch (method) {
                case "GET" -> catalog.get(exchange);
                case "PUT" -> catalog.put(exchange, principal);
                default -> throw notAllowed(request, "GET, PUT");
            }
        } else if (path.equals(CatalogHistory.VERSIONS)) {
            allowOnly("GET", request);
            history().list(exchange);
        } else if (path.startsWith(CatalogHistory.VERSIONS + "/")) {
            allowOnly("GET", request);
            history().get(exchange, path.substring(CatalogHistory.VERSIONS.length() + 1));
        } else if (path.equals(CatalogHistory.ROLLBACK)) {
            allowOnly("POST", request);
            history().rollback(exchange, principal);
        } else if (path.equals(ExplainAdmin.PATH)) {
            allowOnly("POST", request);
            explain.explain(exchange);
        } else if (path.equals(RepriceAdmin.PATH)) {
            allowOnly("POST", request);
            reprice.reprice(exchange);
        } else if (path.equals(KEYS)) {
            switch (method) {
                case "GET" -> keys.list(exchange);
                case "POST" -> keys.create(exchange);
                default -> throw notAllowed(request, "GET, POST");
            }
        } else if (path.startsWith(KEYS + "/")) {
            allowOnly("DELETE", request);
            keys.delete(exchange, path.substring(KEYS.length() + 1));
        } else {
            throw ApiError.notFound("There is no " + path + " here.");
        }
    }

    private CatalogHistory history() {
        return new CatalogHistory(catalog);
    }

    private static void allowOnly(String method, Request request) {
        if (!request.method().equals(method)) {
            throw notAllowed(request, method);
        }
    }

    private static ApiError notAllowed(Request request, String allowed) {
        return ApiError.methodNotAllowed(
                request.path() + " takes " + allowed + ", not " + request.method() + ".", allowed);
    }
}
