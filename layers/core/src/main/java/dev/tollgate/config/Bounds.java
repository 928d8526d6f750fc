package dev.tollgate.config;

import java.time.Duration;

/// Every limit on what one call may take. Bad input meets one of these, never the machine's own.
public final class Bounds {
    /// A request's body: what a Lambda event can carry.
    public static final int MAX_BODY_BYTES = 6 * 1024 * 1024;

    /// A buffered answer of a provider.
    public static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    /// One event of a provider's stream.
    public static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

    /// What is held back of a stream before its first token.
    public static final int MAX_HELD_BACK_BYTES = 64 * 1024;

    /// A provider's error body; the rest is not read.
    public static final int MAX_ERROR_BYTES = 64 * 1024;

    /// What a call that sets no limit to its answer is taken to want, while limits and budgets wait for the truth.
    public static final int ASSUMED_OUTPUT_TOKENS = 1_000;

    /// How deep JSON may nest.
    public static final int MAX_JSON_DEPTH = 512;

    /// Tags of one call, and the length in characters of a tag's name and value.
    public static final int MAX_TAGS = 40;

    public static final int MAX_TAG_NAME = 64;
    public static final int MAX_TAG_VALUE = 256;

    /// A virtual key as a caller presents it, in characters.
    public static final int MAX_KEY_LENGTH = 256;

    /// The longest a call may take, whatever it or its alias asks for: a Lambda function's own limit.
    public static final Duration MAX_DEADLINE = Duration.ofMinutes(15);

    /// How long a caller of a stream hears nothing at most, once it has begun.
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private Bounds() {}
}
