package dev.tollgate.function.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What Secrets Manager holds on this machine: `tollgate/sim`, and for each variable `NAME_API_KEY` a secret `tollgate/name`,
/// so that a catalogue made for an account works here unchanged.
final class LocalSecrets {
    private static final String SUFFIX = "_API_KEY";

    private LocalSecrets() {}

    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> secrets = new HashMap<>();
        secrets.put("tollgate/sim", "sk-sim");
        environment.forEach((variable, value) -> {
            if (variable.endsWith(SUFFIX) && !value.isBlank()) {
                String name = variable.substring(0, variable.length() - SUFFIX.length());
                secrets.put("tollgate/" + name.toLowerCase(Locale.ROOT), value.strip());
            }
        });
        return secrets;
    }
}
