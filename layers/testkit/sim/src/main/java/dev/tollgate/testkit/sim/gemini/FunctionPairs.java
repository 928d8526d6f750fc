package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// The rules of functions: a call follows a user or a response, its response follows at once, and
/// the latest models want the first call of every step of the current turn to be signed.
final class FunctionPairs {

    private FunctionPairs() {}

    static void check(JsonNode contents, String model) {
        List<JsonNode> open = List.of();
        var before = "";
        for (var content : contents) {
            var role = content.path("role").asText("user");
            var calls = parts(content, "functionCall");
            var responses = parts(content, "functionResponse");
            if (!calls.isEmpty() && (!role.equals("model") || !before.equals("user"))) {
                throw Proto.wrong(
                        "Please ensure that function call turn comes immediately after a user turn"
                                + " or after a function response turn.");
            }
            if (open.size() != responses.size()) {
                throw Proto.wrong(
                        open.isEmpty()
                                ? "Please ensure that function response turn comes immediately"
                                        + " after a function call turn."
                                : "Please ensure that the number of function response parts is"
                                        + " equal to the number of function call parts of the"
                                        + " function call turn.");
            }
            match(open, responses);
            open = calls;
            before = role;
        }
        if (!open.isEmpty()) {
            throw Proto.wrong("Please ensure that single turn requests end with a user role.");
        }
        if (Method.isLatest(model)) {
            checkSigned(contents);
        }
    }

    /// Each response takes the first open call of its name and, where both have one, its id.
    private static void match(List<JsonNode> calls, List<JsonNode> responses) {
        var open = new ArrayList<>(calls);
        for (var response : responses) {
            var call =
                    open.stream()
                            .filter(some -> some.path("name").equals(response.path("name")))
                            .filter(some -> sameId(some, response))
                            .findFirst()
                            .orElseThrow(() ->
                                    Proto.wrong(
                                            "Function response `"
                                                    + response.path("name").asText()
                                                    + "` does not answer a function call."));
            open.remove(call);
        }
    }

    private static boolean sameId(JsonNode call, JsonNode response) {
        return !call.has("id")
                || !response.has("id")
                || call.path("id").equals(response.path("id"));
    }

    private static void checkSigned(JsonNode contents) {
        for (int i = beginOfTurn(contents); i < contents.size(); i++) {
            for (var part : contents.path(i).path("parts")) {
                var call = Proto.get(part, "functionCall");
                if (call.isMissingNode()) {
                    continue;
                }
                if (!ThoughtSignature.isSigned(part)) {
                    throw Proto.wrong(
                            "Function call is missing a thought_signature in functionCall parts."
                                    + " This is required for tools to work correctly, and missing"
                                    + " thought_signature may lead to degraded model performance."
                                    + " Additional data, function call `default_api:"
                                    + call.path("name").asText()
                                    + "` , position "
                                    + (i + 1)
                                    + ". Please refer to"
                                    + " https://ai.google.dev/gemini-api/docs/thought-signatures"
                                    + " for more details.");
                }
                break;
            }
        }
    }

    /// Where the user last said something and did not only respond for a function.
    private static int beginOfTurn(JsonNode contents) {
        for (int i = contents.size() - 1; i > 0; i--) {
            var content = contents.path(i);
            if (content.path("role").asText("user").equals("user")
                    && parts(content, "functionResponse").size() < content.path("parts").size()) {
                return i;
            }
        }
        return 0;
    }

    private static List<JsonNode> parts(JsonNode content, String kind) {
        return StreamSupport.stream(content.path("parts").spliterator(), false)
                .map(part -> Proto.get(part, kind))
                .filter(JsonNode::isObject)
                .toList();
    }
}
