package dev.tollgate.testkit.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// One request and what becomes of it: noted, authorised, scripted, answered.
record Exchange(ReceivedLog log, Gatekeeper gatekeeper, Clock clock) {

    void answer(Request request, Inbound in, Outbound out) throws IOException {
        long start = System.nanoTime();
        var endpoint = Endpoint.of(request.method(), request.path());
        var body = Json.parse(request.body());
        var model = model(endpoint, request, body);
        log.add(
                new Received(
                        request.method(),
                        request.path(),
                        request.headers(),
                        request.body(),
                        model));
        int promptTokens = 0;
        try {
            var key = known(endpoint, request);
            var script =
                    request.header("x-sim-behaviour")
                            .map(Grammar::ofHeader)
                            .orElseGet(() -> Grammar.ofModel(model));
            var answer = answer(endpoint, request, body, model, script);
            promptTokens = answer.promptTokens();
            in.pause(script.pace().delay());
            gatekeeper.pass(script.gate(), key, model, promptTokens);
            new Performance(script, in, out, ReplyHeaders.of(start, promptTokens)).play(answer);
        } catch (Refused refused) {
            out.reply(refused.reply(), ReplyHeaders.of(start, promptTokens));
        } catch (IOException left) {
            log.abandon();
            throw left;
        }
    }

    /// The key of a request whose endpoint exists.
    private static String known(Endpoint endpoint, Request request) {
        if (endpoint == Endpoint.UNKNOWN) {
            throw new Refused(Errors.unknownUrl(request.method(), request.path()));
        }
        return Gatekeeper.key(request);
    }

    private Answer answer(
            Endpoint endpoint, Request request, JsonNode body, String model, Script script) {
        if (endpoint.charged()) {
            if (!body.isObject()) {
                throw new Refused(Errors.notJson());
            }
            if (model.isEmpty()) {
                throw Refused.invalid("model", "you must provide a model parameter");
            }
        }
        var echo = body.has(Echo.FIELD) ? Echo.of(request.body()) : Echo.none();
        return switch (endpoint) {
            case CHAT -> chat(ChatRequest.of(body, echo), script);
            case EMBEDDINGS -> Embeddings.answer(body, echo);
            case MODELS -> Models.list(clock.instant());
            case MODEL -> Models.one(model, clock.instant());
            case UNKNOWN -> throw new Refused(Errors.unknownUrl(request.method(), request.path()));
        };
    }

    private Answer chat(ChatRequest request, Script script) {
        var answer = ChatAnswer.of(request, script, clock.instant());
        return request.stream() ? ChatStream.of(answer) : ChatCompletion.of(answer);
    }

    private static String model(Endpoint endpoint, Request request, JsonNode body) {
        if (endpoint != Endpoint.MODEL) {
            return body.path("model").asText("");
        }
        var id = request.path().substring(Endpoint.MODEL_PREFIX.length());
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }
}
