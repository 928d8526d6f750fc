package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.FakeReply;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A recorded exchange with a provider: a line of a file of `shared/recorded`.
record Exchange(
        String provider,
        int line,
        String path,
        int status,
        boolean streamed,
        Headers headers,
        JsonNode request,
        byte[] body) {
    private static final Path RECORDED = Path.of("../../../shared/recorded");

    static boolean areHere() {
        return Files.isDirectory(RECORDED);
    }

    /// All there are, in the order of their files' names.
    static List<Exchange> all() {
        List<Exchange> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(RECORDED, "*.jsonl")) {
            List<Path> sorted = new ArrayList<>();
            files.forEach(sorted::add);
            sorted.sort(null);
            for (Path file : sorted) {
                String provider = file.getFileName().toString().replace(".jsonl", "");
                int line = 0;
                for (String json : Files.readAllLines(file)) {
                    all.add(read(provider, ++line, Json.tree(json.getBytes(UTF_8))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Exchange read(String provider, int line, JsonNode row) {
        Headers headers = Headers.none();
        for (Map.Entry<String, JsonNode> field : row.path("headers").properties()) {
            headers = headers.with(field.getKey(), field.getValue().asText());
        }
        return new Exchange(
                provider,
                line,
                row.path("path").asText().replaceFirst("\\?.*", ""),
                row.path("status").asInt(),
                row.path("stream").asBoolean(),
                headers,
                row.path("request"),
                row.has("response_base64")
                        ? Base64.getDecoder().decode(row.path("response_base64").asText())
                        : row.path("response_text").asText().getBytes(UTF_8));
    }

    /// As the provider sent it, in one piece.
    Transport.Reply reply() {
        return new FakeReply(status, headers, new ByteArrayInputStream(body));
    }

    /// As the provider sent it, a few bytes at a time.
    Transport.Reply reply(Random random) {
        return new FakeReply(status, headers, new Dribble(body, random));
    }

    String text() {
        return new String(body, UTF_8);
    }

    @Override
    public String toString() {
        return provider + ":" + line + " " + status + (streamed ? " stream" : "");
    }

    /// Gives a random few bytes at each read.
    private static final class Dribble extends FilterInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(new ByteArrayInputStream(bytes));
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int most = random.nextInt(8) == 0 ? 400 : 12;
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }

        @Override
        public int read(byte[] target) throws IOException {
            return read(target, 0, target.length);
        }
    }
}
