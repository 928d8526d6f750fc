package dev.tollgate.aws.apigateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.http.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A reply's headers as members of a JSON object, each a list.
final class HeaderFields {
    private HeaderFields() {}

    static void write(JsonGenerator json, Headers headers) throws IOException {
        Map<String, List<String>> fields = new TreeMap<>();
        headers.forEach(
                (name, value) -> fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            json.writeArrayFieldStart(field.getKey());
            for (String value : field.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }
}
