package dev.tollgate.provider.embedding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/// Vectors as OpenAI's language has them. Written as it goes: a tree of so many numbers would be many times their size.
final class EmbeddingReply {
    private EmbeddingReply() {}

    /// @param base64 whether each vector is written as 32-bit floats, little-endian, in base64
    static byte[] write(List<double[]> vectors, boolean base64, String model, Usage usage) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < vectors.size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                if (base64) {
                    json.writeString(packed(vectors.get(i)));
                } else {
                    json.writeArray(vectors.get(i), 0, vectors.get(i).length);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", usage.input());
            json.writeNumberField("total_tokens", usage.input());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String packed(double[] vector) {
        ByteBuffer floats =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : vector) {
            floats.putFloat((float) value);
        }
        return Base64.getEncoder().encodeToString(floats.array());
    }
}
