package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Calls a simulated provider in Bedrock's dialect, over a socket.
record BedrockClient(Client client, Signed signed) {

    /// What a user says.
    static final String SAYS = "{'role': 'user', 'content': [{'text': 'Say hi, twice.'}]}";

    static BedrockClient of(SimulatedProvider provider) {
        return new BedrockClient(new Client(provider.origin()), Signed.by("AKIDSIMULATED"));
    }

    /// A reply with the bytes of its body, out of their chunks.
    @SuppressWarnings("ArrayRecordComponent")
    record Replied(String head, byte[] body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String header(String name) {
            return Arrays.stream(head.split("\r\n", -1))
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        JsonNode json() {
            return Json.parse(body);
        }

        List<Frame> frames() {
            return Frame.all(body);
        }
    }

    BedrockClient with(Signed other) {
        return new BedrockClient(client, other);
    }

    Replied post(String path, String body) throws IOException {
        return send(signed.post(path, body.replace('\'', '"')));
    }

    /// Sends bytes and hears the reply to its end, even if it has none.
    Replied send(String bytes) throws IOException {
        try (var socket = client.connect()) {
            Client.send(socket, bytes);
            var heard = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(heard);
            var all = heard.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
            var body = all[1].getBytes(StandardCharsets.ISO_8859_1);
            return new Replied(all[0], all[0].contains("chunked") ? unchunked(all[1]) : body);
        }
    }

    /// A call with one user message and more members.
    Replied converse(String model, String more) throws IOException {
        return post("/model/" + model + "/converse", "{'messages': [" + SAYS + "]" + more + "}");
    }

    /// A call whose whole conversation is given.
    Replied converse(String model, String messages, String more) throws IOException {
        return post(
                "/model/" + model + "/converse", "{'messages': [" + messages + "]" + more + "}");
    }

    JsonNode answer(String model, String more) throws IOException {
        return converse(model, more).json();
    }

    List<Frame> stream(String model, String more) throws IOException {
        return post(
                        "/model/" + model + "/converse-stream",
                        "{'messages': [" + SAYS + "]" + more + "}")
                .frames();
    }

    private static byte[] unchunked(String chunks) {
        var body = new StringBuilder();
        var rest = chunks;
        while (!rest.isEmpty()) {
            int line = rest.indexOf("\r\n");
            int size = Integer.parseInt(rest.substring(0, line), 16);
            body.append(rest, line + 2, line + 2 + size);
            rest = rest.substring(line + 2 + size + 2);
        }
        return body.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
