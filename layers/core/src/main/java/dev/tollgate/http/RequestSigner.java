package dev.tollgate.http;

/// Signs requests to AWS as whoever we run as.
@FunctionalInterface
public interface RequestSigner {
    /// The request with the headers that prove who sends it. It must go out as it is, at once: neither its headers nor its time may change.
    ///
    /// @param service as signatures name it: `bedrock`
    /// @throws NoCredentials if nobody says who we are
    Transport.Outgoing sign(Transport.Outgoing outgoing, String service, String region);

    /// We run as nobody that AWS knows, or could not learn as whom. The message shows no secret.
    final class NoCredentials extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NoCredentials(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
