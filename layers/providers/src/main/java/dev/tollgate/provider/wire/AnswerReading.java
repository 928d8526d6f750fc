package dev.tollgate.provider.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.config.Bounds;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Language;
import dev.tollgate.conversation.Part;
import dev.tollgate.http.Json;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Transport;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.usage.Estimate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the reply to a chat: an answer in the caller's language, or what went wrong.
///
/// @param model as it was asked for
/// @param sameLanguage whether the provider's bytes are the caller's
/// @param dropped what of the request was not sent
record AnswerReading(
        Call call,
        String model,
        Wire wire,
        Estimate estimate,
        boolean sameLanguage,
        List<String> dropped)
        implements Provider.Reading {

    @Override
    public Outcome read(Transport.Reply reply) throws IOException {
        if (reply.status() == 200 && call.streamed()) {
            Tally tally = new Tally(call, estimate);
            Rebuilt rebuilt = new Rebuilt(call, model);
            return new StreamedAnswer(call, reply, wire, relay(), tally, rebuilt, dropped).open();
        }
        try (reply) {
            if (reply.status() == 200) {
                return whole(reply.body().readNBytes(Bounds.MAX_ANSWER_BYTES + 1));
            }
            byte[] error = reply.body().readNBytes(Bounds.MAX_ERROR_BYTES);
            return new Failed(wire.failure(reply.status(), reply.headers(), error));
        }
    }

    private Relay relay() {
        Language language = call.ask().language();
        return sameLanguage
                ? new Relay.Untouched()
                : new Relay.Translated(language, language.events(call.ask()), call.id(), model);
    }

    private Outcome whole(byte[] body) {
        if (body.length > Bounds.MAX_ANSWER_BYTES) {
            return failed("an answer of more than " + Bounds.MAX_ANSWER_BYTES + " bytes");
        }
        JsonNode answer;
        try {
            answer = Json.tree(JsonBody.parse(body).bytes());
        } catch (JsonBody.Malformed e) {
            return failed("the answer is no JSON object");
        }
        Optional<Failure> failure = wire.failureIn(answer);
        if (failure.isPresent()) {
            return new Failed(failure.get());
        }
        try {
            return answered(body, wire.completion(answer), wire.tellsAll(answer));
        } catch (Wire.Unreadable e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /// @param inFull whether the completion tells all that the body does
    private Outcome answered(byte[] body, Completion completion, boolean inFull) {
        Tally tally = new Tally(call, estimate);
        Assembly.chunks(completion).forEach(tally::add);
        Summary summary = tally.summary();
        Completion named = completion.orElse(call.id(), model, summary.usage());
        Optional<Completion> kept = call.kept() && inFull ? Optional.of(named) : Optional.empty();
        if (sameLanguage) {
            return new Answered(new Whole(body, summary, dropped, kept));
        }
        Language language = call.ask().language();
        List<Part> sayable = new ArrayList<>();
        Set<String> lost = new LinkedHashSet<>(dropped);
        for (Part part : completion.parts()) {
            if (language.says(part)) {
                sayable.add(part);
            } else {
                lost.add(part.kind());
            }
        }
        byte[] written = language.write(named.with(sayable), call.ask());
        return new Answered(new Whole(written, summary, List.copyOf(lost), kept));
    }

    private static Failed failed(String message) {
        return new Failed(Failure.of(Kind.SERVER_ERROR, message));
    }
}
