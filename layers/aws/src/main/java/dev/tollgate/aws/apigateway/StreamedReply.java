package dev.tollgate.aws.apigateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A reply as a prelude, `{"statusCode":200,"multiValueHeaders":{...}}`, eight NULs, and the body as it comes.
///
/// Under a runtime that buffers, the same bytes make the same reply, all at once.
public final class StreamedReply implements ReplySink {
    private static final byte[] END_OF_PRELUDE = new byte[8];

    private final OutputStream out;

    public StreamedReply(OutputStream out) {
        this.out = out;
    }

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        out.write(prelude(status, headers));
        out.write(body);
        out.flush();
    }

    @Override
    public Stream begin(int status, Headers headers) throws IOException {
        send(prelude(status, headers));
        return new Stream() {
            @Override
            public void send(byte[] piece) throws IOException {
                StreamedReply.this.send(piece);
            }

            @Override
            public void end(byte[] piece) throws IOException {
                StreamedReply.this.send(piece);
            }
        };
    }

    private void send(byte[] piece) throws IOException {
        out.write(piece);
        out.flush();
    }

    private static byte[] prelude(int status, Headers headers) throws IOException {
        ByteArrayOutputStream prelude = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.mapper().createGenerator(prelude)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("multiValueHeaders");
            HeaderFields.write(json, headers);
            json.writeEndObject();
            json.writeEndObject();
        }
        prelude.writeBytes(END_OF_PRELUDE);
        return prelude.toByteArray();
    }
}
