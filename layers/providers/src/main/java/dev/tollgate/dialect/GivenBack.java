package dev.tollgate.dialect;

/// Fields of ours in OpenAI's languages, which have no words for what other providers sign. Callers give them back as they came; no host of those languages is shown them.
public final class GivenBack {
    /// Of a chat message: thoughts with their signatures.
    public static final String THOUGHTS = "thinking_blocks";

    /// Of a call: an object for what is not OpenAI's, in which [#OURS] is ours.
    public static final String EXTRA = "extra_content";

    public static final String OURS = "tollgate";

    private GivenBack() {}
}
