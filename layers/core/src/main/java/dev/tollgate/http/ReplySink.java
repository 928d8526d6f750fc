package dev.tollgate.http;

import java.io.IOException;

/// Where one reply goes. An [IOException] from any method means that the caller is gone.
public interface ReplySink {

    /// Sends a complete reply.
    void reply(int status, Headers headers, byte[] body) throws IOException;

    /// Sends status and headers and opens a reply that is sent piece by piece.
    Stream begin(int status, Headers headers) throws IOException;

    /// A reply under way. What is sent is flushed at once.
    interface Stream {
        void send(byte[] piece) throws IOException;

        /// Sends the last piece (it may be empty) and ends the reply.
        void end(byte[] piece) throws IOException;
    }
}
