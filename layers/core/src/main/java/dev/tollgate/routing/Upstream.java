package dev.tollgate.routing;

/// Sends a call to one target, or to several in turn, and waits for the outcome. Providers stand at the end; policies wrap them.
///
/// Implementations do not throw for anything the provider or the network did: that is a [Failure]. They throw only for bugs.
@FunctionalInterface
public interface Upstream {
    Outcome send(Call call);
}
