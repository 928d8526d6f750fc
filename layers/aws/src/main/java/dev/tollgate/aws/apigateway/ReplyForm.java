package dev.tollgate.aws.apigateway;

import dev.tollgate.http.ReplySink;
import java.io.OutputStream;

/// How a route's integration takes replies back.
public enum ReplyForm {
    /// One JSON document: `ResponseTransferMode: BUFFERED`, API Gateway's default.
    BUFFERED {
        @Override
        ReplySink to(OutputStream out) {
            return new BufferedReply(out);
        }
    },
    /// Head, then body, as they come: `ResponseTransferMode: RESPONSE_STREAM`.
    STREAMED {
        @Override
        ReplySink to(OutputStream out) {
            return new StreamedReply(out);
        }
    };

    abstract ReplySink to(OutputStream out);
}
