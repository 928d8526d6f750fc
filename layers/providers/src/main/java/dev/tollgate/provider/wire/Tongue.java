package dev.tollgate.provider.wire;

import java.util.Locale;

/// What a provider's wire speaks. Where a caller's language has the same name, requests and answers pass as they are.
public enum Tongue {
    /// OpenAI's chat completions, and those of every host that speaks them.
    OPENAI,
    /// OpenAI's responses.
    RESPONSES,
    /// Anthropic's messages.
    ANTHROPIC,
    /// Google's generateContent.
    GEMINI,
    /// AWS Bedrock's Converse.
    BEDROCK;

    /// As languages and signatures name it: `openai`.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
