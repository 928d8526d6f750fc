package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.sim.dialect.Json;
import dev.tollgate.testkit.sim.dialect.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One error in Google's envelope: a status, its gRPC name, a message and typed details.
///
/// @see <a href="https://cloud.google.com/apis/design/errors">Google's error model</a>
public record GoogleError(int status, String name, String message, List<ObjectNode> details) {

    private static final String TYPES = "type.googleapis.com/google.rpc.";

    public GoogleError {
        details = List.copyOf(details);
    }

    public static GoogleError of(int status, String name, String message) {
        return new GoogleError(status, name, message, List.of());
    }

    /// With the usual name of the status.
    public static GoogleError of(int status, String message) {
        return of(status, usualName(status), message);
    }

    public GoogleError with(ObjectNode detail) {
        var more = new ArrayList<>(details);
        more.add(detail);
        return new GoogleError(status, name, message, more);
    }

    /// The reply, which says that it is a stream if one was asked for, and is none.
    public Reply reply(boolean streamed) {
        var type = streamed ? "text/event-stream" : "application/json; charset=UTF-8";
        return new Reply(status, type, Map.of(), body());
    }

    public byte[] body() {
        var envelope = Json.object();
        var error = envelope.putObject("error").put("code", status).put("message", message);
        error.put("status", name);
        if (!details.isEmpty()) {
            error.putArray("details").addAll(details);
        }
        return Json.pretty(envelope);
    }

    public static ObjectNode errorInfo(String reason, String domain, String service) {
        var info = detail("ErrorInfo").put("reason", reason).put("domain", domain);
        info.putObject("metadata").put("service", service);
        return info;
    }

    static ObjectNode localized(String message) {
        return detail("LocalizedMessage").put("locale", "en-US").put("message", message);
    }

    static ObjectNode help(String description, String url) {
        var help = detail("Help");
        help.putArray("links").addObject().put("description", description).put("url", url);
        return help;
    }

    static ObjectNode badRequest(String field, String description) {
        var bad = detail("BadRequest");
        var violation = bad.putArray("fieldViolations").addObject();
        if (!field.isEmpty()) {
            violation.put("field", field);
        }
        violation.put("description", description);
        return bad;
    }

    static ObjectNode quotaFailure(String metric, String id, String model, String value) {
        var failure = detail("QuotaFailure");
        var violation = failure.putArray("violations").addObject();
        violation
                .put("quotaMetric", "generativelanguage.googleapis.com/" + metric)
                .put("quotaId", id)
                .putObject("quotaDimensions")
                .put("model", model)
                .put("location", "global");
        violation.put("quotaValue", value);
        return failure;
    }

    /// How long to wait, in seconds with a fraction, such as `48s` or `0.494s`.
    public static ObjectNode retryInfo(Duration wait) {
        var seconds = BigDecimal.valueOf(wait.toMillis()).movePointLeft(3).stripTrailingZeros();
        return detail("RetryInfo").put("retryDelay", seconds.toPlainString() + "s");
    }

    private static ObjectNode detail(String type) {
        return Json.object().put("@type", TYPES + type);
    }

    private static String usualName(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}
