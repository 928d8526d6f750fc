package dev.tollgate.function.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Comma-separated values, read strictly after RFC 4180. A field without anything is null; one of two quotes is an empty text.
record CsvTable(List<String> header, List<Map<String, @Nullable String>> rows) {

    static CsvTable parse(String text) {
        List<List<@Nullable String>> lines = lines(text);
        List<String> header = new ArrayList<>();
        for (String name : lines.getFirst()) {
            header.add(String.valueOf(name));
        }
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> line : lines.subList(1, lines.size())) {
            if (line.size() != header.size()) {
                throw new IllegalArgumentException(
                        "need %d fields, got %s".formatted(header.size(), line));
            }
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), line.get(i));
            }
            rows.add(row);
        }
        return new CsvTable(header, rows);
    }

    List<@Nullable String> column(String name) {
        List<@Nullable String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(name)));
        return values;
    }

    private static List<List<@Nullable String>> lines(String text) {
        List<List<@Nullable String>> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            List<@Nullable String> fields = new ArrayList<>();
            for (boolean more = true; more; ) {
                StringBuilder field = new StringBuilder();
                boolean quoted = text.startsWith("\"", at);
                at = quoted ? quoted(text, at + 1, field) : plain(text, at, field);
                fields.add(quoted || !field.isEmpty() ? field.toString() : null);
                more = text.startsWith(",", at);
                at += more ? 1 : 0;
            }
            if (!text.startsWith("\r\n", at)) {
                throw new IllegalArgumentException("need CR LF at " + at + " of " + text);
            }
            at += 2;
            lines.add(fields);
        }
        return lines;
    }

    private static int plain(String text, int from, StringBuilder field) {
        int at = from;
        while (",\r\n\"".indexOf(text.charAt(at)) < 0) {
            field.append(text.charAt(at++));
        }
        return at;
    }

    private static int quoted(String text, int from, StringBuilder field) {
        int at = from;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
            field.append(text.charAt(at));
            at += text.charAt(at) == '"' ? 2 : 1;
        }
        return at + 1;
    }
}
