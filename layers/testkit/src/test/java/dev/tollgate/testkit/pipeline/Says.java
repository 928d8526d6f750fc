package dev.tollgate.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Part;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Answer.Summary;
import dev.tollgate.routing.Answer.Whole;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Usage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What a provider says to a call.
@FunctionalInterface
interface Says {
    Outcome to(Target target, Call call);

    /// An answer of a thousand tokens to a thousand: 5 USD by [Pipeline]'s prices.
    static Says text(String text) {
        return text(text, 1_000, 1_000);
    }

    static Says text(String text, long input, long output) {
        return (_, _) ->
                new Outcome.Answered(
                        new Whole(
                                text.getBytes(UTF_8),
                                summary(input, output),
                                List.of(),
                                Optional.of(completion(text))));
    }

    static Says failing(Kind kind) {
        return (_, _) ->
                new Outcome.Failed(
                        new Failure(
                                kind,
                                kind.remedy(),
                                500,
                                "scripted",
                                Optional.empty(),
                                new Failure.Words("other", "out of order", new byte[0])));
    }

    /// Nothing, until the attempt's time is over.
    static Says nothing() {
        return (_, _) -> new Outcome.Failed(Failure.of(Kind.TIMEOUT, "scripted"));
    }

    /// The same, once somebody opens the gate.
    default Says after(CountDownLatch gate) {
        return (target, call) -> {
            await(gate);
            return to(target, call);
        };
    }

    static Says stream(Step... steps) {
        return (_, _) -> new Outcome.Answered(new Steps(new ArrayDeque<>(List.of(steps))));
    }

    static Step piece(String text) {
        return () -> new Next.Piece(text.getBytes(UTF_8));
    }

    static Step end() {
        return () -> new Next.End("[end]".getBytes(UTF_8));
    }

    static Step broken() {
        return () -> new Next.Broken(Failure.of(Kind.SERVER_ERROR, "scripted"));
    }

    /// What comes only once somebody opens the gate.
    static Step after(CountDownLatch gate, Step step) {
        return () -> {
            await(gate);
            return step.get();
        };
    }

    /// Waits for somebody; a test that has nobody fails.
    static void await(CountDownLatch gate) {
        try {
            if (!gate.await(Pipeline.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Waits until something has happened so often, in all.
    static void await(Semaphore happened, int count) {
        try {
            if (!happened.tryAcquire(count, Pipeline.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("only " + happened.availablePermits() + " of " + count);
            }
            happened.release(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Summary summary(long input, long output) {
        return new Summary(Usage.of(input, output), Optional.of("stop"));
    }

    private static Completion completion(String text) {
        return new Completion(
                "1",
                "m",
                List.of(Part.Text.of(text)),
                Finish.STOP,
                Optional.empty(),
                Optional.of(Usage.of(1_000, 1_000)));
    }

    /// What comes next of a stream.
    @FunctionalInterface
    interface Step {
        Next get();
    }

    /// A stream of a thousand tokens, too.
    record Steps(Queue<Step> left) implements Streamed {
        @Override
        public Next next() {
            return left.remove().get();
        }

        @Override
        public Summary summary() {
            return Says.summary(1_000, 1_000);
        }

        @Override
        public List<String> dropped() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
