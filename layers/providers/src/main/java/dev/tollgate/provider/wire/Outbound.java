package dev.tollgate.provider.wire;

import java.util.List;

/// A request's body as it goes to a provider.
///
/// @param dropped what of the caller's request is not in it, by name
public record Outbound(byte[] body, List<String> dropped) {
    public Outbound {
        dropped = List.copyOf(dropped);
    }
}
