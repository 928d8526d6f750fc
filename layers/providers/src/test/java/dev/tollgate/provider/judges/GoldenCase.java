package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.FakeReply;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A folder of the golden ones: what a provider answers to one request, and what becomes of both for each caller's language.
///
/// @param name of the request, and after `--` of what is special about the answer
record GoldenCase(Wired wired, String name, Path folder) {
    static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Pattern RESPONSE =
            Pattern.compile("upstream-response(?:-(\\d{3}))?\\.(json|sse|jsonl)");

    static List<GoldenCase> all() {
        List<GoldenCase> all = new ArrayList<>();
        for (Wired wired : Wired.ALL) {
            Path wire = GOLDEN.resolve(wired.tongue());
            if (Files.isDirectory(wire)) {
                list(wire)
                        .forEach(it ->
                                all.add(new GoldenCase(wired, it.getFileName().toString(), it)));
            }
        }
        return all;
    }

    static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the request is judged here; if not, it is in the folder of the plain answer.
    boolean isPlain() {
        return !name.contains("--");
    }

    /// Empty if there is no such request in the caller's language.
    Optional<Call> call(Caller caller) throws IOException {
        String request = name.replaceFirst("--.*", "");
        Path file = GOLDEN.resolve("callers").resolve(caller.toString()).resolve(request + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String json = Files.readString(file);
        boolean streamed = Json.tree(json.getBytes(UTF_8)).path("stream").asBoolean();
        return Optional.of(Calls.of(caller.language(), Operation.CHAT, json, streamed));
    }

    Transport.Reply response() throws IOException {
        for (Path file : list(folder)) {
            Matcher matcher = RESPONSE.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                int status = matcher.group(1) == null ? 200 : Integer.parseInt(matcher.group(1));
                byte[] body = body(Files.readString(file), matcher.group(2));
                return new FakeReply(status, headers(), new ByteArrayInputStream(body));
            }
        }
        throw new AssertionError("no response in " + folder);
    }

    /// Gemini ends lines with CRLF. Lines of JSON are frames of an event stream.
    private byte[] body(String written, String form) {
        return switch (form) {
            case "jsonl" -> EventFrames.encode(written);
            case "sse" ->
                    (wired.tongue().equals("gemini") ? written.replace("\n", "\r\n") : written)
                            .getBytes(UTF_8);
            default -> written.getBytes(UTF_8);
        };
    }

    private Headers headers() throws IOException {
        Headers headers = Headers.none();
        Path file = folder.resolve("upstream-headers.json");
        if (Files.exists(file)) {
            for (Map.Entry<String, JsonNode> it :
                    Json.tree(Files.readAllBytes(file)).properties()) {
                headers = headers.with(it.getKey(), it.getValue().asText());
            }
        }
        return headers;
    }

    @Override
    public String toString() {
        return wired.tongue() + "/" + name;
    }
}
