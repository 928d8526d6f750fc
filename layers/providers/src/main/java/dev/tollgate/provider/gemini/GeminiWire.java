package dev.tollgate.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.Headers;
import dev.tollgate.provider.wire.StreamReader;
import dev.tollgate.provider.wire.Tongue;
import dev.tollgate.provider.wire.Wire;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.ModelFacts;
import java.net.URLEncoder;
import java.util.Optional;

/// Google's `generateContent`, as AI Studio and Vertex AI speak it. No caller does.
///
/// @param numbered whether calls and their results carry ids: AI Studio knows them, Vertex AI goes by name and order
public record GeminiWire(boolean numbered) implements Wire {

    /// What is asked of a model, as it stands at the end of an address.
    public static String chat(String model, boolean streamed) {
        return method(model, streamed ? "streamGenerateContent?alt=sse" : "generateContent");
    }

    /// A method of a model, as it stands at the end of an address.
    public static String method(String model, String name) {
        return URLEncoder.encode(model, UTF_8).replace("+", "%20") + ":" + name;
    }

    @Override
    public Tongue tongue() {
        return Tongue.GEMINI;
    }

    @Override
    public ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts) {
        return GenerateContentBody.write(prompt, model, numbered);
    }

    @Override
    public Completion completion(JsonNode answer) throws Unreadable {
        return GeminiReader.whole(answer);
    }

    @Override
    public boolean tellsAll(JsonNode answer) {
        return answer.path("candidates").size() <= 1;
    }

    @Override
    public StreamReader reader(Call call) {
        return new GeminiReader();
    }

    @Override
    public Failure failure(int status, Headers headers, byte[] body) {
        return GeminiErrors.classify(status, headers, body);
    }

    @Override
    public Optional<Failure> failureIn(JsonNode answer) {
        return GeminiErrors.in(answer);
    }
}
