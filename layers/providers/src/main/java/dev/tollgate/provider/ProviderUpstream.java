package dev.tollgate.provider;

import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Language.InvalidPrompt;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.wire.Provider;
import dev.tollgate.provider.wire.QuotaHeaders;
import dev.tollgate.provider.wire.Untranslatable;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Failure.Remedy;
import dev.tollgate.routing.Failure.Words;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.QuotaObserver;
import dev.tollgate.routing.Target;
import dev.tollgate.routing.Upstream;
import dev.tollgate.telemetry.Telemetry;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The end of every stack: one request to one target, within the call's limits.
///
/// A virtual thread that is interrupted breaks the attempt off at once, as a failure without a status, and stays interrupted; what was not sent by then never is. What is left of the
/// connection is closed. A platform thread's I/O can't be interrupted: there the attempt runs to its end or its limit.
///
/// @param quotas told of what the head of each reply says of the provider's limits
record ProviderUpstream(
        Provider provider,
        Target target,
        Optional<String> secret,
        Secrets secrets,
        Transport transport,
        Timing timing,
        Telemetry telemetry,
        QuotaObserver quotas)
        implements Upstream {

    @Override
    public Outcome send(Call call) {
        if (isCancelled()) {
            return calledOff();
        }
        boolean sent = false;
        Instant start = timing.now();
        Duration left = call.deadline().remaining(start);
        Duration limit = left.compareTo(call.limits().answer()) < 0 ? left : call.limits().answer();
        try {
            Optional<Secret> key = secret.map(secrets::read);
            Provider.Prepared prepared = provider.prepare(call, target.model(), key);
            Duration spent = timing.since(start);
            if (isCancelled() || !call.attempts().sends()) {
                return calledOff();
            }
            sent = true;
            Transport.Reply reply =
                    transport.send(prepared.outgoing(), less(limit, spent), less(left, spent));
            QuotaHeaders.read(reply.headers(), timing.now())
                    .forEach(quota -> quotas.observed(target, quota));
            return prepared.reading().read(reply);
        } catch (IOException e) {
            if (isCancelled()) {
                return sent ? cancelled() : calledOff();
            }
            return new Failed(sent ? failure(e, limit) : unprepared(e, limit));
        } catch (InvalidPrompt e) {
            return unsent(Remedy.NOTHING, Words.ours(e.message(), Optional.of(e.path())));
        } catch (Untranslatable e) {
            return unsent(Remedy.NEXT_TARGET, Words.ours(e.message(), Optional.empty()));
        } catch (Secrets.Unavailable e) {
            if (isCancelled()) {
                return calledOff();
            }
            telemetry.degraded("the key of provider '" + target.provider() + "' can't be read", e);
            return new Failed(Failure.of(Kind.AUTH, "its key can't be read"));
        } catch (RequestSigner.NoCredentials e) {
            if (isCancelled()) {
                return calledOff();
            }
            telemetry.degraded("requests to '" + target.provider() + "' can't be signed", e);
            return new Failed(Failure.of(Kind.AUTH, "there are no AWS credentials"));
        }
    }

    private static Failure failure(IOException e, Duration limit) {
        return switch (e) {
            case Transport.TimedOut _ ->
                    Failure.of(Kind.TIMEOUT, "no answer within " + limit.toMillis() + " ms");
            case Provider.Unauthenticated refused ->
                    Failure.of(Kind.AUTH, String.valueOf(refused.getMessage()));
            case UnknownHostException unknown ->
                    Failure.of(Kind.SERVER_ERROR, "can't be reached: " + unknown.getMessage());
            default ->
                    Failure.of(
                            Kind.SERVER_ERROR,
                            "connection failed: " + e.getClass().getSimpleName());
        };
    }

    /// Before it was sent: what gives us credentials did not answer in time, and the target itself has read nothing.
    private static Failure unprepared(IOException e, Duration limit) {
        return e instanceof Transport.TimedOut
                ? Failure.of(Kind.AUTH, "no credentials within " + limit.toMillis() + " ms")
                : failure(e, limit);
    }

    private static boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    /// Nobody waits for the answer any more.
    private static Failed cancelled() {
        return new Failed(Failure.of(Kind.TIMEOUT, "cancelled"));
    }

    /// Nobody waits any more for what was not even sent.
    private static Failed calledOff() {
        return new Failed(
                Failure.unsent(
                        Kind.TIMEOUT,
                        Kind.TIMEOUT.remedy(),
                        "cancelled before it was sent",
                        Optional.empty()));
    }

    /// The words are for the caller, whose own they may quote; operators read only that nothing was sent.
    private static Failed unsent(Remedy remedy, Words words) {
        return new Failed(
                new Failure(
                        Kind.BAD_REQUEST,
                        remedy,
                        0,
                        "not sent: the request can't be put in the provider's terms",
                        Optional.empty(),
                        words));
    }

    /// To have our credentials may take time that is the call's.
    private static Duration less(Duration time, Duration spent) {
        Duration rest = time.minus(spent);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    @Override
    public String toString() {
        return "Provider[target=" + target + "]";
    }
}
