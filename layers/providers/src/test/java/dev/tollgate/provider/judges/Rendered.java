package dev.tollgate.provider.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.conversation.Completion;
import dev.tollgate.http.Transport;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a caller got of an answer, to its end.
///
/// @param kept what it is told from again
record Rendered(byte[] bytes, Summary summary, List<String> dropped, Optional<Completion> kept) {

    static Rendered of(Provider provider, Call call, Transport.Reply reply) throws IOException {
        Outcome outcome = Calls.read(provider, call, reply);
        if (outcome instanceof Failed(Failure failure)) {
            throw new AssertionError("not an answer, but " + failure);
        }
        return of(assertInstanceOf(Answered.class, outcome).answer());
    }

    private static Rendered of(Answer answer) {
        return switch (answer) {
            case Whole whole ->
                    new Rendered(
                            whole.body(), whole.summary(), whole.dropped(), whole.completion());
            case Streamed stream -> drained(stream);
        };
    }

    private static Rendered drained(Streamed stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (stream) {
            while (true) {
                switch (stream.next()) {
                    case Next.Piece(byte[] bytes) -> all.writeBytes(bytes);
                    case Next.End(byte[] bytes) -> {
                        all.writeBytes(bytes);
                        return new Rendered(
                                all.toByteArray(),
                                stream.summary(),
                                stream.dropped(),
                                stream.completion());
                    }
                    case Next.Broken(Failure failure) ->
                            throw new AssertionError("the stream broke: " + failure);
                }
            }
        }
    }

    String text() {
        return new String(bytes, UTF_8);
    }
}
