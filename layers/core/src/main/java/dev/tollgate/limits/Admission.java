package dev.tollgate.limits;

import java.time.Duration;

/// What limits say to a call.
public sealed interface Admission {
    /// It may be sent; the reservation must be settled, whatever becomes of the call.
    record Admitted(Reservation reservation) implements Admission {}

    /// A limit has no room for it. Nothing is reserved.
    ///
    /// @param limit whose [Limit#exceeded] says what is to become of the call
    /// @param standing of that limit
    /// @param retryAfter when the same call may pass, as far as one can tell; nothing helps a call that is [Reason#TOO_LARGE]
    record Refused(Limit limit, Standing standing, Duration retryAfter, Reason reason)
            implements Admission {

        /// As the ledger names it: `limit:NAME`.
        public String written() {
            return "limit:" + limit.name();
        }
    }

    enum Reason {
        NO_ROOM,
        /// It would not fit even if nothing else were sent.
        TOO_LARGE,
        /// There is room, but somebody more urgent waits for it.
        OTHERS_FIRST,
        /// As many calls as may wait are waiting, and are as urgent; or it waited, and somebody more urgent took its place.
        TOO_MANY_WAITING,
        /// Nobody can tell: the store does not answer, and the limit is not to let calls pass then.
        STORE_UNAVAILABLE
    }
}
