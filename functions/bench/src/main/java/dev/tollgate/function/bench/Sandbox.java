package dev.tollgate.function.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.function.bench.Kind.Ask;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import dev.tollgate.http.Request;
import dev.tollgate.http.Service;
import java.time.Clock;
import java.util.Map;

/// A gateway as one caller sees it.
record Sandbox(Service gateway, Clock clock, String key) {

    /// Sends a request and returns once all work for it is done.
    Reply send(Ask ask) {
        Reply reply = new Reply();
        gateway.handle(
                new Request(
                        "POST",
                        "/v1/chat/completions",
                        Map.of(),
                        headers(ask),
                        Request.Body.of(body(ask)),
                        Deadline.in(Bounds.MAX_DEADLINE, clock.instant())),
                reply);
        return reply;
    }

    private Headers headers(Ask ask) {
        Headers headers = Headers.of("x-api-key", key);
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static byte[] body(Ask ask) {
        ObjectNode body = Json.object().put("model", ask.alias()).put("max_tokens", 50);
        body.putArray("messages").addObject().put("role", "user").put("content", ask.text());
        return Json.bytes(body);
    }

    /// What came back, and when all of it was there.
    static final class Reply implements ReplySink {
        private int status;
        private String text = "";
        private long at;

        @Override
        public void reply(int code, Headers headers, byte[] body) {
            status = code;
            text = new String(body, UTF_8);
            at = System.nanoTime();
        }

        @Override
        public Stream begin(int code, Headers headers) {
            throw new IllegalStateException("no stream was asked for");
        }

        int status() {
            return status;
        }

        /// For people, if it went wrong.
        String text() {
            return text;
        }

        long at() {
            return at;
        }
    }
}
