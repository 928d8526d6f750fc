package dev.tollgate.aws.dynamo;

import java.time.Instant;

/// When DynamoDB may delete an item. It does so some time later: until then it is there, and readers have to look at the time themselves.
final class Expiry {
    /// The attribute's name, as `template.yaml` has it.
    static final String ATTRIBUTE = "expiresAt";

    private Expiry() {}

    /// Whole seconds since 1970, never before the time itself.
    static long of(Instant end) {
        return end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
    }
}
