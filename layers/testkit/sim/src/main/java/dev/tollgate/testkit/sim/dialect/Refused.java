package dev.tollgate.testkit.sim.dialect;

import java.util.function.Function;

/// A request that gets an error reply instead of an answer, in the words of whichever dialect it
/// came in.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Function<Errors, Reply> error;

    public Refused(Function<Errors, Reply> error) {
        super("refused", null, false, false);
        this.error = error;
    }

    /// A request whose bytes are not HTTP that this server reads.
    public static Refused unreadable(int status, String why) {
        return new Refused(errors -> errors.plain(status, why));
    }

    /// A request whose field `param` is wrong.
    public static Refused invalid(String param, String why) {
        return new Refused(errors -> errors.invalid(param, why));
    }

    public Reply reply(Errors errors) {
        return error.apply(errors);
    }
}
