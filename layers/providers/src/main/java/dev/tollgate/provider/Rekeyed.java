package dev.tollgate.provider;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Upstream;

/// Sends a call once more when the provider refused our key and the secret has been rotated since we read it.
record Rekeyed(String secret, Secrets secrets, Upstream next) implements Upstream {

    @Override
    public Outcome send(Call call) {
        try {
            Secret used = secrets.read(secret);
            Outcome outcome = next.send(call);
            boolean refused =
                    outcome instanceof Failed(Failure failure) && failure.kind() == Kind.AUTH;
            return refused && !secrets.readAgain(secret).equals(used) ? next.send(call) : outcome;
        } catch (Secrets.Unavailable e) {
            return new Failed(Failure.of(Kind.AUTH, "the provider's key could not be read"));
        }
    }
}
