package dev.tollgate.testkit.sim;

/// What a request is for.
enum Endpoint {
    CHAT,
    EMBEDDINGS,
    MODELS,
    MODEL,
    UNKNOWN;

    static final String MODEL_PREFIX = "/v1/models/";

    static Endpoint of(String method, String path) {
        return switch (method + " " + path) {
            case "POST /v1/chat/completions" -> CHAT;
            case "POST /v1/embeddings" -> EMBEDDINGS;
            case "GET /v1/models" -> MODELS;
            default ->
                    method.equals("GET")
                                    && path.startsWith(MODEL_PREFIX)
                                    && path.length() > MODEL_PREFIX.length()
                            ? MODEL
                            : UNKNOWN;
        };
    }

    /// Whether a provider charges for it.
    boolean charged() {
        return this == CHAT || this == EMBEDDINGS;
    }
}
