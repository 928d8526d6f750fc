package dev.tollgate.limits;

import java.util.Map;
import java.util.Optional;

/// Who makes a call, and as what: the dimensions that limits count by.
///
/// @param key the virtual key's id, never the key
/// @param tags by name
public record Subject(String key, String team, String alias, Map<String, String> tags) {
    private static final String TAG = "tag:";

    public Subject {
        tags = Map.copyOf(tags);
    }

    /// The call's value of a dimension; empty if it has none.
    Optional<String> value(String dimension, Optional<String> provider) {
        return switch (dimension) {
            case Scope.KEY -> Optional.of(key);
            case Scope.TEAM -> Optional.of(team);
            case Scope.ALIAS -> Optional.of(alias);
            case Scope.PROVIDER -> provider;
            default ->
                    Optional.ofNullable(
                            tags.get(
                                    dimension.startsWith(TAG)
                                            ? dimension.substring(TAG.length())
                                            : dimension));
        };
    }

    boolean matches(Scope scope, Optional<String> provider) {
        return scope.match().entrySet().stream()
                .allMatch(wanted ->
                        value(wanted.getKey(), provider)
                                .filter(wanted.getValue()::equals)
                                .isPresent());
    }

    static boolean isTag(String dimension) {
        return switch (dimension) {
            case Scope.KEY, Scope.TEAM, Scope.ALIAS, Scope.PROVIDER -> false;
            default -> true;
        };
    }
}
