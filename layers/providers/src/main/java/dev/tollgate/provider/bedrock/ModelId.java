package dev.tollgate.provider.bedrock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model, or an inference profile, as Bedrock names it: `us.anthropic.claude-sonnet-4-5-20250929-v1:0`. What it does not tell, as the profiles of an account's own don't, is unknown.
record ModelId(String id) {
    private static final Pattern CLAUDE =
            Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:-(\\d{1,2}))?(?!\\d)");

    boolean isClaude() {
        return is("claude-");
    }

    /// Whether it is a Claude of this version or a later one.
    boolean isClaudeFrom(int major, int minor) {
        Matcher claude = CLAUDE.matcher(id);
        return claude.find()
                && number(claude.group(1)) * 100 + number(claude.group(2)) >= major * 100 + minor;
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    boolean is(String family) {
        return id.contains(family);
    }

    /// Whether it takes `strict` with a tool; others refuse the whole request.
    boolean keepsToSchemas() {
        return isClaudeFrom(4, 5);
    }
}
