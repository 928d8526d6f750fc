package dev.tollgate.identity;

/// A secret text, such as a provider's key. It never prints itself.
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "Secret[***]";
    }
}
