package dev.tollgate.function.local;

import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import java.util.Map;

/// Secrets of which those named `env:NAME` are read from environment variables. For local runs only.
record EnvironmentSecrets(Map<String, String> environment, Secrets others) implements Secrets {
    static final String PREFIX = "env:";

    @Override
    public Secret read(String name) {
        return name.startsWith(PREFIX) ? variable(name) : others.read(name);
    }

    @Override
    public Secret readAgain(String name) {
        return name.startsWith(PREFIX) ? variable(name) : others.readAgain(name);
    }

    private Secret variable(String name) {
        String value = environment.get(name.substring(PREFIX.length()));
        if (value == null || value.isBlank()) {
            throw new Unavailable(
                    "the environment variable of the secret '" + name + "' is not set",
                    new IllegalStateException("not set"));
        }
        return new Secret(value.strip());
    }

    /// Shows no variable.
    @Override
    public String toString() {
        return "EnvironmentSecrets[" + others + "]";
    }
}
