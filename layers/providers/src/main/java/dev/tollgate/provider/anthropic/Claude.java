package dev.tollgate.provider.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is known of a model by its name: `claude-3-7-sonnet-latest`, `claude-opus-4-1-20250805`, `claude-sonnet-5`. One with an unknown name is taken to be new.
///
/// Source: <https://platform.claude.com/docs/en/build-with-claude/thinking>, the migration guides of Claude 4.7, 5 and 5.5, and effort levels as recorded.
///
/// @param family such as `opus`
/// @param version such as 406 for 4.6
record Claude(String family, int version) {
    private static final Claude UNKNOWN = new Claude("", 500);

    private static final Pattern FAMILY_LAST = Pattern.compile("claude-(\\d)(?:[-.](\\d))?(?!\\d)");
    private static final Pattern FAMILY_FIRST =
            Pattern.compile("claude-([a-z]+)-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

    static Claude of(String model) {
        Matcher first = FAMILY_FIRST.matcher(model);
        if (first.find()) {
            return new Claude(first.group(1), version(first.group(2), first.group(3)));
        }
        Matcher last = FAMILY_LAST.matcher(model);
        return last.find() ? new Claude("", version(last.group(1), last.group(2))) : UNKNOWN;
    }

    @SuppressWarnings("NullAway") // a group that did not match
    private static int version(String major, String minor) {
        return Integer.parseInt(major) * 100 + (minor == null ? 0 : Integer.parseInt(minor));
    }

    boolean thinks() {
        return version >= 307;
    }

    /// Whether it decides itself how long it thinks, and takes an effort for it.
    boolean adapts() {
        return version >= 406;
    }

    boolean takesBudget() {
        return version < 407;
    }

    /// Whether it thinks unless it is told not to.
    boolean thinksUnasked() {
        return version >= 500;
    }

    /// Whether it can't be kept from thinking.
    boolean thinksAlways() {
        return version >= 505 || isOfTheLargest();
    }

    /// Whether it can be made to call a tool; where it decides itself how long it thinks, it then does not think.
    boolean callsOnDemand() {
        return version < 505 && !(isOfTheLargest() && version > 500);
    }

    private boolean isOfTheLargest() {
        return family.equals("fable") || family.equals("mythos");
    }

    boolean knowsVeryHigh() {
        return version >= 407;
    }

    /// Whether temperature and the like can be chosen at all.
    boolean samples() {
        return version < 407;
    }

    /// Whether it takes `strict` with a tool; others refuse the whole request.
    boolean keepsToSchemas() {
        return version >= 405;
    }

    boolean takesTemperatureOrTopP() {
        return version >= 401;
    }
}
