package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/// What a reader gets.
record Reply(Headers headers, byte[] body) {

    static Reply json(JsonNode json) {
        return new Reply(Headers.of("content-type", "application/json"), Json.bytes(json));
    }

    /// A file to keep.
    ///
    /// @param what the file is named after, with the period's days
    static Reply csv(String what, String text, Period period) {
        String file =
                "tollgate-%s-%s-%s.csv"
                        .formatted(what, Period.day(period.from()), Period.day(period.to()));
        return new Reply(
                Headers.of("content-type", "text/csv; charset=utf-8; header=present")
                        .with("content-disposition", "attachment; filename=\"" + file + '"'),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /// With the codes of warnings, where the form has no place for their words.
    Reply with(Warnings warnings) {
        return warnings.codes().map(codes -> with("x-tollgate-warnings", codes)).orElse(this);
    }

    /// With the address of the next page, if there is one.
    Reply next(Optional<Cursor> next, Parameters parameters) {
        return next.map(cursor ->
                        with("x-tollgate-next-cursor", cursor.written())
                                .with(
                                        "link",
                                        "<%s>; rel=\"next\""
                                                .formatted(address(parameters, cursor))))
                .orElse(this);
    }

    private Reply with(String name, String value) {
        return new Reply(headers.with(name, value), body);
    }

    /// Relative to this reply's own address.
    private static String address(Parameters parameters, Cursor cursor) {
        StringJoiner query = new StringJoiner("&", "?", "");
        parameters
                .all()
                .forEach((name, values) -> {
                    if (!name.equals(Cursor.CURSOR)) {
                        values.forEach(value -> query.add(encoded(name) + "=" + encoded(value)));
                    }
                });
        return query.add(Cursor.CURSOR + "=" + cursor.written()).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
