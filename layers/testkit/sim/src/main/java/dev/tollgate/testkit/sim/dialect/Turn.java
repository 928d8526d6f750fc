package dev.tollgate.testkit.sim.dialect;

/// One message of a conversation: everything in it that has tokens, joined by spaces, and how many
/// images it shows.
public record Turn(Role role, String text, int images) {

    private static final int IMAGE_TOKENS = 85;

    /// Who speaks; `SYSTEM` is everybody who is none of the others.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    public int tokens() {
        return Tokens.count(text) + IMAGE_TOKENS * images;
    }
}
