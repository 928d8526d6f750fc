package dev.tollgate.aws.apigateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A reply as one JSON document, written when it is complete. A body that is not UTF-8 text is sent in base64.
///
/// Lambda takes 6 MB of it; a larger one reaches the caller as a 502 of API Gateway.
public final class BufferedReply implements ReplySink {
    private final OutputStream out;

    public BufferedReply(OutputStream out) {
        this.out = out;
    }

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("multiValueHeaders");
            HeaderFields.write(json, headers);
            json.writeEndObject();
            writeBody(json, body);
            json.writeEndObject();
        }
        out.flush();
    }

    @Override
    public Stream begin(int status, Headers headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        return new Stream() {
            @Override
            public void send(byte[] piece) {
                body.writeBytes(piece);
            }

            @Override
            public void end(byte[] piece) throws IOException {
                body.writeBytes(piece);
                reply(status, headers, body.toByteArray());
            }
        };
    }

    private static void writeBody(JsonGenerator json, byte[] body) throws IOException {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            json.writeStringField("body", text);
            json.writeBooleanField("isBase64Encoded", false);
        } catch (CharacterCodingException e) {
            json.writeStringField("body", Base64.getEncoder().encodeToString(body));
            json.writeBooleanField("isBase64Encoded", true);
        }
    }
}
