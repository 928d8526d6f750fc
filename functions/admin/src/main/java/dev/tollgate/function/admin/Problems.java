package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.Dialect;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.InvalidCatalog.Problem;
import dev.tollgate.http.Json;
import java.util.List;

/// A catalogue's problems as a refusal.
final class Problems {
    /// Problems that a reply shows.
    static final int MAX = 1_000;

    private Problems() {}

    /// The error envelope, and beside it the problems with their paths.
    ///
    /// @param what is not valid, and what comes of that: a sentence or two
    static ApiError refusal(String what, InvalidCatalog invalid, Dialect dialect) {
        List<Problem> found = invalid.problems();
        ApiError error =
                ApiError.badRequest(
                        "invalid_catalog",
                        "%s Problems: %d; the first: %s"
                                .formatted(what, found.size(), found.getFirst()),
                        "body");
        ObjectNode envelope = (ObjectNode) Json.tree(dialect.error(error));
        ArrayNode problems = envelope.putArray("problems");
        found.stream()
                .limit(MAX)
                .forEach(problem ->
                        problems.addObject()
                                .put("path", problem.path())
                                .put("message", problem.message()));
        return error.withBody(Json.bytes(envelope));
    }
}
