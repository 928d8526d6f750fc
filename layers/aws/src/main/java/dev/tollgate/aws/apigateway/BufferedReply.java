package dev.tollgate.aws.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A reply as one JSON object, written when it has ended. Bodies are UTF-8 text, as all of ours are.
record BufferedReply(OutputStream out) implements ReplySink {

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        out.write(
                Json.bytes(
                        ReplyForm.head(status, headers)
                                .put("body", new String(body, UTF_8))
                                .put("isBase64Encoded", false)));
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
}
