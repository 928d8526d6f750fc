package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/// Calls a simulated provider in Gemini's dialect, at the root of its models.
record GeminiClient(Client client, String... headers) {

    static GeminiClient studio(SimulatedProvider provider) {
        var models = URI.create(provider.origin() + "/v1beta/models");
        return new GeminiClient(new Client(models), "x-goog-api-key", "AIza-test");
    }

    static GeminiClient vertex(SimulatedProvider provider) {
        var models = "/v1/projects/p/locations/us-central1/publishers/google/models";
        return new GeminiClient(
                new Client(URI.create(provider.origin() + models)),
                "authorization",
                "Bearer ya29.test");
    }

    /// What a user says.
    static final String SAYS =
            "{'role': 'user', 'parts': [{'text': 'Say hi, twice.'}]}".replace('\'', '"');

    HttpResponse<String> post(String methodOfModel, String body) throws Exception {
        return client.post("/" + methodOfModel, body.replace('\'', '"'), headers);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.get(path, headers);
    }

    /// A call with one user content and more members, whose quotes may be single.
    HttpResponse<String> generate(String model, String more) throws Exception {
        return converse(model, SAYS, more);
    }

    HttpResponse<String> converse(String model, String contents, String more) throws Exception {
        return post(model + ":generateContent", "{'contents': [" + contents + "]" + more + "}");
    }

    JsonNode answer(String model, String more) throws Exception {
        return Client.json(generate(model, more).body());
    }

    String sse(String model, String more) throws Exception {
        return post(
                        model + ":streamGenerateContent?alt=sse",
                        "{'contents': [" + SAYS + "]" + more + "}")
                .body();
    }

    List<JsonNode> stream(String model, String more) throws Exception {
        return Client.events(sse(model, more)).stream().map(Client::json).toList();
    }
}
