package dev.tollgate.testkit.sim;

/// How to ask each dialect for an answer, and what is its own in the replies.
enum Spoken {
    OPENAI_CHAT(
            "/v1/chat/completions",
            "authorization: Bearer %s",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "data: [DONE]",
            Refusing.PLAIN),
    OPENAI_RESPONSES(
            "/v1/responses",
            "authorization: Bearer %s",
            "{\"model\": \"%s\", \"input\": \"Say hi.\"",
            "event: response.completed",
            Refusing.PLAIN),
    ANTHROPIC(
            "/v1/messages",
            "anthropic-version: 2023-06-01\r\nx-api-key: %s",
            "{\"model\": \"%s\", \"max_tokens\": 2000,"
                    + " \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "event: message_stop",
            Refusing.PLAIN),
    AZURE(
            "/openai/v1/chat/completions",
            "api-key: %s",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hi.\"}]",
            "data: [DONE]",
            Refusing.PLAIN),
    GEMINI(
            "/v1beta/models/%s:generateContent",
            "x-goog-api-key: %s",
            "{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Say hi.\"}]}]",
            "\"finishReason\":\"STOP\"",
            Refusing.STUDIO),
    VERTEX(
            "/v1/projects/p/locations/global/publishers/google/models/%s:generateContent",
            "authorization: Bearer %s",
            "{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Say hi.\"}]}]",
            "\"finishReason\":\"STOP\"",
            Refusing.VERTEX),
    BEDROCK(
            "/model/%s/converse",
            "",
            "{\"messages\": [{\"role\": \"user\", \"content\": [{\"text\": \"Say hi.\"}]}]",
            "\"stopReason\":\"end_turn\"",
            Refusing.AWS);

    private static final String STREAM = ", \"stream\": true}";

    private final String path;
    private final String headers;
    private final String body;
    private final String end;
    private final Refusing refusing;

    Spoken(String path, String headers, String body, String end, Refusing refusing) {
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.end = end;
        this.refusing = refusing;
    }

    /// How a dialect refuses: the status of a wrong key, where an error has its message, and how a
    /// wait of two seconds is told.
    enum Refusing {
        PLAIN(401, "/error/message", "\r\nretry-after: 2\r\n"),
        STUDIO(400, "/error/message", "\"retryDelay\": \"2s\""),
        VERTEX(401, "/error/message", "\"retryDelay\": \"2s\""),
        AWS(403, "/message", "");

        private final int wrongKey;
        private final String message;
        private final String told;

        Refusing(int wrongKey, String message, String told) {
            this.wrongKey = wrongKey;
            this.message = message;
            this.told = told;
        }

        int wrongKey() {
            return wrongKey;
        }

        String message() {
            return message;
        }

        String told() {
            return told;
        }
    }

    /// How the key of a request is called where a word of the grammar names it.
    String key(String key) {
        return refusing == Refusing.AWS ? "AKIDSIMULATED-" + key : key;
    }

    /// The bytes of a request of a model.
    String request(String model, boolean stream, String key) {
        var whole = body.formatted(model) + (stream && !asksByAddress() ? STREAM : "}");
        if (refusing == Refusing.AWS) {
            return Signed.by(key(key)).post(address(model, stream), whole);
        }
        return """
        POST %s HTTP/1.1\r
        host: sim\r
        %s\r
        connection: close\r
        content-length: %d\r
        \r
        %s\
        """
                .formatted(address(model, stream), headers.formatted(key), whole.length(), whole);
    }

    /// Whether the address says that a stream is wanted, and not the body.
    private boolean asksByAddress() {
        return path.contains("%s");
    }

    private String address(String model, boolean stream) {
        var address = path.formatted(model);
        return stream
                ? address.replace(":generateContent", ":streamGenerateContent?alt=sse")
                        .replace("/converse", "/converse-stream")
                : address;
    }

    /// What comes last in a stream that is whole.
    String end() {
        return end;
    }

    Refusing refusing() {
        return refusing;
    }
}
