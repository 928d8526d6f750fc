package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.api.ApiError;
import dev.tollgate.http.Json;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Where a list goes on: after the last row that was shown. It holds no secret, and nothing that its reader has not been told.
///
/// @param question of the list, see [#question]: it goes on with no other one
/// @param period that the list began with, as it was asked for; later pages are asked for later
/// @param until where what was read of it ended: the end of the hour that was the current one
record Cursor(String question, Period period, Instant until, Position last) {
    static final String CURSOR = "cursor";
    static final String LIMIT = "limit";

    /// Longer than any that we give: eight values of 256 characters, each six bytes of JSON.
    private static final int MAX_LENGTH = 32 * 1024;

    private static final Set<String> NOT_THE_QUESTION = Set.of(CURSOR, LIMIT);

    /// What is asked, but for which part of it, as a short text that is the same for the same question only.
    static String question(String path, Parameters parameters) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(path.getBytes(StandardCharsets.UTF_8));
            Map<String, List<String>> sorted = new TreeMap<>(parameters.all());
            sorted.keySet().removeAll(NOT_THE_QUESTION);
            sorted.forEach((name, values) ->
                    sha.update(
                            (Json.quote(name) + values.stream().map(Json::quote).toList())
                                    .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String written() {
        ObjectNode json =
                Json.object()
                        .put("q", question)
                        .put("f", period.from().toString())
                        .put("t", period.to().toString())
                        .put("u", until.toString());
        last.figure().ifPresent(figure -> json.put("n", figure.toPlainString()));
        ArrayNode values = json.putArray("v");
        last.values().forEach(value -> values.add(value.orElse(null)));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
    }

    /// What was read of the period.
    Period actual() {
        return new Period(period.from().isAfter(until) ? until : period.from(), until);
    }

    /// The cursor that a request brings, if it does.
    ///
    /// @throws ApiError 400 if it is none of ours, or of another question
    static Optional<Cursor> read(Parameters parameters, String question) {
        return parameters
                .one(CURSOR)
                .map(text -> {
                    Cursor cursor = parse(text);
                    if (!cursor.question.equals(question)) {
                        throw Parameters.invalid(
                                CURSOR,
                                "need the same question that it was given for, with only limit changed");
                    }
                    return cursor;
                });
    }

    /// This cursor, if its position has so many values.
    Cursor having(int values) {
        if (last.values().size() != values) {
            throw unreadable();
        }
        return this;
    }

    private static Cursor parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unreadable();
        }
        try {
            JsonNode json = Json.tree(Base64.getUrlDecoder().decode(text));
            List<Optional<String>> values = new ArrayList<>();
            json.path("v").forEach(value -> values.add(Optional.ofNullable(value.textValue())));
            Instant from = Instant.parse(json.path("f").asText());
            return new Cursor(
                    json.path("q").asText(),
                    Period.checked(CURSOR, CURSOR, from, Instant.parse(json.path("t").asText())),
                    Period.checked(CURSOR, CURSOR, from, Instant.parse(json.path("u").asText()))
                            .to(),
                    new Position(
                            Optional.ofNullable(json.path("n").textValue()).map(BigDecimal::new),
                            List.copyOf(values)));
        } catch (IllegalArgumentException | UncheckedIOException | DateTimeException e) {
            throw unreadable();
        }
    }

    static ApiError unreadable() {
        return Parameters.invalid(CURSOR, "need one that this API has given");
    }
}
