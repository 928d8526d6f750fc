package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.RequestBody;
import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.catalog.CatalogStore.Version;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Principal;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The catalogue's past. `/admin/catalog/versions` lists its versions, the newest first; `/versions/N` gives one.
///
/// `/admin/catalog/rollback` puts what version N said as the next version, and takes the same parameters as a PUT: history is never edited.
record CatalogHistory(CatalogAdmin catalog) {
    static final String VERSIONS = "/admin/catalog/versions";
    static final String ROLLBACK = "/admin/catalog/rollback";

    /// Versions that one reply lists, if `limit` does not ask for fewer or more.
    static final int USUAL_LIMIT = 20;

    /// The most that it may ask for; each costs one read.
    static final int MAX_LIMIT = 100;

    /// `?limit=20&before=N`: the versions older than N, or the newest.
    void list(Exchange exchange) throws IOException {
        Request request = exchange.request();
        long limit =
                CatalogAdmin.number(request.queryParameter("limit"), "limit").orElse(USUAL_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ApiError.badRequest(
                    "invalid_value", "'limit': need 1 to " + MAX_LIMIT + ".", "limit");
        }
        CatalogStore store = catalog.edits().store();
        long end = store.currentVersion() + 1;
        long before = CatalogAdmin.number(request.queryParameter("before"), "before").orElse(end);
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        long number = Math.min(before, end) - 1;
        for (; number >= 1 && data.size() < limit; number--) {
            data.add(entry(store.read(number)));
        }
        list.put("has_more", number >= 1);
        exchange.reply(200, Admin.JSON, Json.bytes(list));
    }

    void get(Exchange exchange, String version) throws IOException {
        catalog.get(exchange, CatalogAdmin.number(Optional.of(version), "version"));
    }

    void rollback(Exchange exchange, Principal author) throws IOException {
        long wanted = wanted(RequestBody.json(exchange.request()));
        CatalogStore store = catalog.edits().store();
        if (wanted < 1 || wanted > store.currentVersion()) {
            throw CatalogAdmin.noVersion(wanted, store.currentVersion());
        }
        catalog.put(exchange, author, Json.tree(store.read(wanted).document()));
    }

    private static long wanted(JsonBody body) {
        if (!body.names().equals(Set.of("version"))) {
            throw ApiError.badRequest(
                    "invalid_value", "Need {\"version\": N} and nothing else.", "version");
        }
        return body.member("version")
                .filter(JsonNode::isIntegralNumber)
                .filter(JsonNode::canConvertToLong)
                .map(JsonNode::longValue)
                .orElseThrow(() ->
                        ApiError.badRequest(
                                "invalid_value",
                                "'version': need the number of a version.",
                                "version"));
    }

    private static ObjectNode entry(Version version) {
        return Json.object()
                .put("object", "catalog.version")
                .put("version", version.number())
                .put("created_at", version.createdAt().toString())
                .put("author", version.author());
    }
}
