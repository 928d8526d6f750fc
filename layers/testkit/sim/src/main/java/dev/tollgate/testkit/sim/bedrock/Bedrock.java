package dev.tollgate.testkit.sim.bedrock;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Amazon Bedrock's runtime.
///
/// @param clock what the dates of signatures are compared with
/// @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html">The reference</a>
public record Bedrock(Clock clock, Errors errors, PromptCache cache) implements Dialect {

    private static final String MODEL = "/model/";

    public Bedrock(Clock clock) {
        this(clock, new BedrockErrors(), new PromptCache());
    }

    @Override
    public boolean speaks(Request request) {
        return request.path().startsWith(MODEL);
    }

    @Override
    public Optional<Operation> operation(Request request) {
        var parts = request.path().substring(MODEL.length()).split("/", -1);
        if (!request.method().equals("POST") || parts.length != 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        var model = Request.decoded(parts[0]);
        return switch (parts[1]) {
            case "converse" -> Optional.of(new Converse(model, false, cache));
            case "converse-stream" -> Optional.of(new Converse(model, true, cache));
            case "invoke" -> Optional.of(new Embed(model));
            default -> Optional.empty();
        };
    }

    /// The id of the access key, whose signature is checked.
    @Override
    public String key(Request request) {
        return Authorization.of(request).verified(request, clock.instant());
    }

    @Override
    public Map<String, String> headers(Duration took, int promptTokens) {
        return Map.of("x-amzn-requestid", UUID.randomUUID().toString());
    }
}
