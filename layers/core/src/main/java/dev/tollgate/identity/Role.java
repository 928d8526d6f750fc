package dev.tollgate.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a principal may do: `app` calls models, `report` reads its team's costs and records, `admin` changes catalogue and keys.
public enum Role {
    APP,
    REPORT,
    ADMIN;

    /// The role as keys and errors write it, in lower case.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> parse(String written) {
        return Arrays.stream(values()).filter(role -> role.written().equals(written)).findFirst();
    }
}
