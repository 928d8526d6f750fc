package dev.tollgate.testkit.sim;

/// A request that gets an error reply instead of an answer.
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    Refused(Reply reply) {
        super("status " + reply.status(), null, false, false);
        this.reply = reply;
    }

    /// A request whose bytes are not HTTP that this server reads.
    static Refused unreadable(int status, String why) {
        return new Refused(Errors.reply(status, "invalid_request_error", null, null, why));
    }

    /// A request whose field `param` is wrong.
    static Refused invalid(String param, String why) {
        return new Refused(Errors.reply(400, "invalid_request_error", param, "invalid_value", why));
    }

    Reply reply() {
        return reply;
    }
}
