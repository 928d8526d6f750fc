package dev.tollgate.testkit.sim;

/// How to ask each dialect for an answer, and what a whole stream of it has near its end.
enum Spoken {
    OPENAI_CHAT(
            "/v1/chat/completions",
            "authorization: Bearer %s",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "data: [DONE]"),
    OPENAI_RESPONSES(
            "/v1/responses",
            "authorization: Bearer %s",
            "{\"model\": \"%s\", \"input\": \"Say hi.\"",
            "event: response.completed"),
    ANTHROPIC(
            "/v1/messages",
            "anthropic-version: 2023-06-01\r\nx-api-key: %s",
            "{\"model\": \"%s\", \"max_tokens\": 2000,"
                    + " \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "event: message_stop"),
    AZURE(
            "/openai/v1/chat/completions",
            "api-key: %s",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "data: [DONE]");

    private final String path;
    private final String headers;
    private final String body;
    private final String end;

    Spoken(String path, String headers, String body, String end) {
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.end = end;
    }

    /// The bytes of a request of a model.
    String request(String model, boolean stream, String key) {
        var whole = body.formatted(model) + (stream ? ", \"stream\": true}" : "}");
        return """
        POST %s HTTP/1.1\r
        host: sim\r
        %s\r
        connection: close\r
        content-length: %d\r
        \r
        %s\
        """
                .formatted(path, headers.formatted(key), whole.length(), whole);
    }

    /// What comes last in a stream that is whole.
    String end() {
        return end;
    }
}
