package dev.tollgate.function.local;

import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.util.List;

/// Which service answers which path: in an account, API Gateway's routes say the same.
record Paths(Service gateway, Service admin, Service usage) implements Service {
    private static final List<String> REPORTS =
            List.of("/v1/usage", "/v1/requests", "/v1/budgets", "/dashboard");

    @Override
    public void handle(Request request, ReplySink sink) {
        serving(request.path()).handle(request, sink);
    }

    private Service serving(String path) {
        if (under("/admin", path)) {
            return admin;
        }
        return REPORTS.stream().anyMatch(prefix -> under(prefix, path)) ? usage : gateway;
    }

    private static boolean under(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
