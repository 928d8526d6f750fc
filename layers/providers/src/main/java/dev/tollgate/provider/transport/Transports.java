package dev.tollgate.provider.transport;

/// The two ways to providers, to be closed when none is needed any more.
///
/// @param open reaches public addresses only
/// @param internal reaches private ones too, for providers that the catalogue allows it
public record Transports(ApacheTransport open, ApacheTransport internal) implements AutoCloseable {

    public static Transports create() {
        return new Transports(ApacheTransport.publicOnly(), ApacheTransport.anywhere());
    }

    @Override
    public void close() {
        open.close();
        internal.close();
    }
}
