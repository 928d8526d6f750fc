package dev.tollgate.function.usage;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// `GET /dashboard`, the reports as a page, and `GET /dashboard/{file}`, what it is made of.
///
/// Whoever asks gets it: there is nothing in it but the page. Its figures it asks the reports for, with the key that its reader gives it.
record Dashboard(Map<String, Part> parts) implements ErrorBoundary.Handler {
    static final String PATH = "/dashboard";
    static final String PAGE = "index.html";

    /// All files of the page; the build puts the chart library among them.
    static final List<String> FILES =
            List.of(
                    PAGE,
                    "dashboard.css",
                    "main.js",
                    "api.js",
                    "budgets.js",
                    "cache.js",
                    "call.js",
                    "calls.js",
                    "charts.js",
                    "controls.js",
                    "csv.js",
                    "dom.js",
                    "failures.js",
                    "figures.js",
                    "format.js",
                    "groups.js",
                    "key.js",
                    "latency.js",
                    "period.js",
                    "spend.js",
                    "state.js",
                    "theme.js",
                    "tops.js",
                    "chart.umd.js",
                    "chart.LICENSE.md");

    /// Nothing from elsewhere, nothing inline, and nobody frames it.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Headers HEADERS =
            Headers.of("content-security-policy", POLICY)
                    .with("x-content-type-options", "nosniff")
                    .with("referrer-policy", "no-referrer")
                    .with("cache-control", "no-cache"); // kept, and asked for again by its tag

    private static final byte[] NOTHING = {};

    /// The page as it stands on the class path.
    static Dashboard load() {
        Map<String, Part> parts = new HashMap<>();
        FILES.forEach(name -> parts.put(name, Part.read(name)));
        return new Dashboard(Map.copyOf(parts));
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(
                    request.path() + " takes GET, not " + request.method() + ".", "GET");
        }
        if (request.path().equals(PATH + "/")) { // its links are relative, and would lead astray
            exchange.reply(308, HEADERS.with("location", "../dashboard"), NOTHING);
            return;
        }
        Part part = part(request.path());
        Headers headers = HEADERS.with("etag", part.tag()).with("content-type", part.type());
        boolean known = request.headers().all("if-none-match").contains(part.tag());
        exchange.reply(known ? 304 : 200, headers, known ? NOTHING : part.content());
    }

    private Part part(String path) {
        Part part = parts.get(path.equals(PATH) ? PAGE : path.substring(PATH.length() + 1));
        if (part == null) {
            throw ApiError.notFound("There is no " + path + " here.");
        }
        return part;
    }

    /// @param tag what a browser names this very content by, in quotes
    record Part(String type, String tag, byte[] content) {
        static Part read(String name) {
            try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the build lacks dashboard/" + name);
                }
                byte[] content = in.readAllBytes();
                return new Part(type(name), tag(content), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String type(String name) {
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                        case "html" -> "text/html";
                        case "css" -> "text/css";
                        case "js" -> "text/javascript";
                        default -> "text/plain";
                    }
                    + "; charset=utf-8";
        }

        private static String tag(byte[] content) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
                return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
