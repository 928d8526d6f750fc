package dev.tollgate.testkit.sim.anthropic;

import dev.tollgate.testkit.sim.dialect.Dialect;
import dev.tollgate.testkit.sim.dialect.Errors;
import dev.tollgate.testkit.sim.dialect.Operation;
import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Anthropic, which shares the address of its models with OpenAI; the header `anthropic-version`
/// tells them apart.
///
/// @see <a href="https://docs.anthropic.com/en/api/overview">Anthropic's API reference</a>
public final class Anthropic implements Dialect {

    private static final String VERSION = "anthropic-version";
    private static final String MESSAGES = "/v1/messages";
    private static final String MODELS = "/v1/models";

    private final Errors errors = new AnthropicErrors();
    private final PromptCache cache = new PromptCache();

    @Override
    public boolean speaks(Request request) {
        return isAt(MESSAGES, request)
                || (isAt(MODELS, request) && request.header(VERSION).isPresent());
    }

    @Override
    public Optional<Operation> operation(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /v1/messages" -> Optional.of(new Messages(cache));
            case "POST /v1/messages/count_tokens" -> Optional.of(new CountTokens());
            case "GET /v1/models" -> Optional.of(Models.LIST);
            default ->
                    Optional.of(request)
                            .filter(any -> any.method().equals("GET"))
                            .filter(get -> get.path().startsWith(MODELS + "/"))
                            .map(get -> get.path().substring(MODELS.length() + 1))
                            .filter(id -> !id.isEmpty())
                            .map(id -> new Models(Request.decoded(id)));
        };
    }

    @Override
    public String key(Request request) {
        var key =
                request.header("x-api-key")
                        .filter(value -> !value.isEmpty())
                        .orElseThrow(() -> new Refused(Errors::noKey));
        if (request.header(VERSION).isEmpty()) {
            throw Refused.invalid(VERSION, "header is required");
        }
        return key;
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Map<String, String> headers(Duration took, int promptTokens) {
        return AnthropicHeaders.of(promptTokens);
    }

    private static boolean isAt(String address, Request request) {
        return request.path().equals(address) || request.path().startsWith(address + "/");
    }
}
