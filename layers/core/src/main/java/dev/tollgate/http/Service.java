package dev.tollgate.http;

/// Anything that answers requests: the gateway, the control plane, the reports. Edges know nothing else.
@FunctionalInterface
public interface Service {
    /// Answers one request on the sink, errors included. Returns when all work for it, settling too, is done.
    void handle(Request request, ReplySink sink);
}
