package dev.tollgate.provider;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Upstream;
import java.util.Optional;
import java.util.function.Function;

/// Sends a call once more when the provider refused our key and the secret has been rotated since we read it. Both are attempts within the time of one.
record Rekeyed(String secret, Secrets secrets, Upstream next) implements Upstream {

    @Override
    public Outcome send(Call call) {
        Optional<Secret> used = held(secrets::read);
        Outcome outcome = next.send(call);
        boolean refused = outcome instanceof Failed(Failure failure) && failure.kind() == Kind.AUTH;
        return refused && used.isPresent() && rotated(used.get()) ? next.send(call) : outcome;
    }

    private boolean rotated(Secret used) {
        return held(secrets::readAgain).filter(now -> !now.equals(used)).isPresent();
    }

    /// Empty if it can't be read: then the attempt itself fails of that, and is recorded.
    private Optional<Secret> held(Function<String, Secret> read) {
        try {
            return Optional.of(read.apply(secret));
        } catch (Secrets.Unavailable _) {
            return Optional.empty();
        }
    }
}
