package dev.tollgate.routing;

/// One model at one provider, written `provider/model`.
///
/// @param model the provider's own name for it; may itself hold slashes
public record Target(String provider, String model) {

    public Target {
        if (provider.isEmpty() || model.isEmpty()) {
            throw new IllegalArgumentException(
                    "need provider/model, got '" + provider + "/" + model + "'");
        }
    }

    /// Reads the written form.
    ///
    /// @throws IllegalArgumentException if it is not `provider/model`
    public static Target parse(String written) {
        int slash = written.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("need provider/model, got '" + written + "'");
        }
        return new Target(written.substring(0, slash), written.substring(slash + 1));
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
