package dev.tollgate.catalog;

import java.util.List;
import java.util.stream.Collectors;

/// A catalogue that can't be used, with everything that is wrong with it.
public final class InvalidCatalog extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidCatalog(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /// @param path where it stands: `aliases.fast.targets[1]`
    /// @param message what is wrong, and what would be right
    public record Problem(String path, String message) {
        @Override
        public String toString() {
            return path.isEmpty() ? message : path + ": " + message;
        }
    }
}
