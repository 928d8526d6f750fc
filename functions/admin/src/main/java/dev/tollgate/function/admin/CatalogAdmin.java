package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.api.RequestBody;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.CatalogStore.Version;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.function.admin.CatalogEdits.Change;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Principal;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// `/admin/catalog`: GET gives the version in force, or `?version=N`; PUT puts YAML or JSON in force, or with `?dry_run=true` only says what that would change.
/// Either way, `warnings` tells what is valid and yet hardly meant: targets without a price.
///
/// `?expected=N`, or `If-Match: "N"` with the `ETag` of a GET, makes a PUT fail with 409 if another version is in force.
record CatalogAdmin(CatalogEdits edits, Dialect dialect) {
    void get(Exchange exchange) throws IOException {
        get(exchange, number(exchange.request().queryParameter("version"), "version"));
    }

    /// Gives a version, or the one in force.
    void get(Exchange exchange, OptionalLong version) throws IOException {
        CatalogStore store = edits.store();
        long current = store.currentVersion();
        long wanted = version.orElse(current);
        if (wanted < 0 || wanted > current || (wanted == 0 && current > 0)) {
            throw noVersion(wanted, current);
        }
        reply(exchange, wanted, wanted == 0 ? neverPut() : written(store.read(wanted)));
    }

    static ApiError noVersion(long wanted, long newest) {
        return ApiError.notFound(
                "There is no version %d of the catalogue; the newest is %d."
                        .formatted(wanted, newest));
    }

    void put(Exchange exchange, Principal author) throws IOException {
        JsonNode document;
        try {
            document = document(exchange.request());
        } catch (InvalidCatalog invalid) {
            throw refusal(invalid);
        }
        put(exchange, author, document);
    }

    /// Puts a document in force as the request's parameters say, wherever it comes from.
    void put(Exchange exchange, Principal author, JsonNode document) throws IOException {
        Request request = exchange.request();
        boolean dryRun = flag(request.queryParameter("dry_run"), "dry_run");
        OptionalLong expected = expected(request);
        Change change;
        try {
            change =
                    dryRun
                            ? edits.plan(document, expected)
                            : edits.put(document, author.keyId(), expected);
        } catch (InvalidCatalog invalid) {
            throw refusal(invalid);
        }
        ObjectNode json =
                Json.object()
                        .put("object", "catalog.change")
                        .put("version", change.version())
                        .put("dry_run", dryRun)
                        .put("changed", change.changed())
                        .set("changes", change.diff());
        ArrayNode warnings = json.putArray("warnings");
        change.warnings().forEach(warnings::add);
        reply(exchange, change.version(), json);
    }

    private static JsonNode document(Request request) throws IOException {
        byte[] bytes = RequestBody.bytes(request);
        if (bytes.length > CatalogFile.MAX_BYTES) {
            throw ApiError.bodyTooLarge(CatalogFile.MAX_BYTES);
        }
        boolean json =
                request.headers()
                        .first("content-type")
                        .map(type -> type.toLowerCase(Locale.ROOT).contains("json"))
                        .orElse(false);
        return json ? CatalogFile.json(bytes) : CatalogFile.read(bytes);
    }

    private static ObjectNode neverPut() {
        ObjectNode json = Json.object().put("object", "catalog").put("version", 0);
        json.putNull("created_at").putNull("author").putObject("catalog");
        return json;
    }

    private static ObjectNode written(Version version) {
        return Json.object()
                .put("object", "catalog")
                .put("version", version.number())
                .put("created_at", version.createdAt().toString())
                .put("author", version.author())
                .set("catalog", Json.tree(version.document()));
    }

    private static void reply(Exchange exchange, long version, ObjectNode json) throws IOException {
        Headers tagged = Admin.JSON.with("etag", "\"" + version + "\"");
        exchange.reply(200, tagged, Json.bytes(json));
    }

    private ApiError refusal(InvalidCatalog invalid) {
        return Problems.refusal(
                "The catalogue is not valid, nothing was changed.", invalid, dialect);
    }

    private static OptionalLong expected(Request request) {
        OptionalLong asked = number(request.queryParameter("expected"), "expected");
        return asked.isPresent()
                ? asked
                : number(
                        request.headers()
                                .first("if-match")
                                .map(tag -> tag.strip().replaceAll("^W/|\"", ""))
                                .filter(tag -> !tag.equals("*")),
                        "if-match");
    }

    static OptionalLong number(Optional<String> text, String param) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("\\d{1,18}")) {
            throw ApiError.badRequest(
                    "invalid_value", "'" + param + "': need the number of a version.", param);
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    private static boolean flag(Optional<String> text, String param) {
        if (text.isPresent() && !text.get().matches("true|false")) {
            throw ApiError.badRequest(
                    "invalid_value", "'" + param + "': need true or false.", param);
        }
        return text.map(Boolean::parseBoolean).orElse(false);
    }
}
