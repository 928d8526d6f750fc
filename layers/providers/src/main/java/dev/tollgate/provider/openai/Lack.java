package dev.tollgate.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.provider.wire.Untranslatable;

/// What becomes of a parameter that a host lacks: most are left out and reported, but without some the answer would be another.
enum Lack {
    /// It asks for nothing that would not be so anyhow.
    QUIET,
    REPORTED;

    /// @param tools whether the request gives any
    /// @throws Untranslatable if it can't be left out
    static Lack of(String name, JsonNode value, boolean tools, Host host) {
        return switch (name) {
            case "n" -> value.asInt(1) > 1 ? refused(name, host) : QUIET;
            case "tools" -> tools ? refused(name, host) : QUIET;
            case "tool_choice" -> {
                if (!tools) {
                    yield REPORTED;
                }
                yield value.asText().equals("auto") ? QUIET : refused(name, host);
            }
            default -> REPORTED;
        };
    }

    private static Lack refused(String name, Host host) {
        throw new Untranslatable(
                "'%s' can't be said to '%s', and was not left out: the answer would be another."
                        .formatted(name, host.vendor()));
    }
}
