package dev.tollgate.aws.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.ReplySink;
import java.io.OutputStream;

/// The two forms in which an integration takes a reply.
public enum ReplyForm {
    /// One JSON object that holds status, headers and body.
    BUFFERED {
        @Override
        ReplySink sink(OutputStream out) {
            return new BufferedReply(out);
        }
    },
    /// A prelude with status and headers, eight NULs, and then the body as it comes.
    STREAMED {
        @Override
        ReplySink sink(OutputStream out) {
            return new StreamedReply(out);
        }
    };

    abstract ReplySink sink(OutputStream out);

    /// Status and headers, which both forms begin with.
    static ObjectNode head(int status, Headers headers) {
        ObjectNode head = Json.object().put("statusCode", status);
        ObjectNode fields = head.putObject("multiValueHeaders");
        headers.forEach((name, value) -> fields.withArrayProperty(name).add(value));
        return head;
    }
}
