package dev.tollgate.aws.apigateway;

import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import java.io.IOException;
import java.io.OutputStream;

/// A reply as a prelude, eight NULs, and the body piece by piece.
record StreamedReply(OutputStream out) implements ReplySink {
    private static final byte[] END_OF_PRELUDE = new byte[8];

    @Override
    public void reply(int status, Headers headers, byte[] body) throws IOException {
        begin(status, headers).end(body);
    }

    @Override
    public Stream begin(int status, Headers headers) throws IOException {
        out.write(Json.bytes(ReplyForm.head(status, headers)));
        out.write(END_OF_PRELUDE);
        return new Stream() {
            @Override
            public void send(byte[] piece) throws IOException {
                out.write(piece);
                out.flush();
            }

            @Override
            public void end(byte[] piece) throws IOException {
                send(piece);
            }
        };
    }
}
