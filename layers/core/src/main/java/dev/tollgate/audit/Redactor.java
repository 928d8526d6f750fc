package dev.tollgate.audit;

import java.util.Set;

/// Takes out of one call's texts what is not to be stored. Where anything is to be taken out, what can't be looked into is not stored either:
/// files in base64, and members that say a text again in pieces.
final class Redactor implements Texts.Change {
    /// Members of an answer that hold its text once more, token by token.
    private static final Set<String> PIECES = Set.of("logprobs", "logprobsResult");

    private final Redaction redaction;
    private final Looks looks;

    Redactor(Redaction redaction) {
        this(redaction, new Looks(Looks.OF_ONE_CALL));
    }

    Redactor(Redaction redaction, Looks looks) {
        this.redaction = redaction;
        this.looks = looks;
    }

    @Override
    public String text(String text) {
        return redaction.isNone() ? text : redaction.text(Files.marked(text), looks);
    }

    @Override
    public String text(String member, String text) {
        return !redaction.isNone() && Files.isOne(member, text) ? Files.mark(text) : text(text);
    }

    @Override
    public boolean leavesOut(String member) {
        return !redaction.isNone() && PIECES.contains(member);
    }
}
