package dev.tollgate;

import dev.tollgate.audit.Asked;
import dev.tollgate.audit.LogLevel;
import dev.tollgate.audit.Payload;
import dev.tollgate.audit.Told;
import dev.tollgate.routing.Answer;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import java.util.Optional;

/// What the caller of one call asked and was told, for the audit trail. A call that nothing is to be kept of has none.
final class Transcript {
    private final Order order;
    private final Exchange exchange;
    private Optional<Answer> answer = Optional.empty();
    private long streamedBytes;
    private boolean ended;

    private Transcript(Order order, Exchange exchange) {
        this.order = order;
        this.exchange = exchange;
    }

    static Optional<Transcript> of(Order order, Exchange exchange) {
        return order.log() == LogLevel.NONE
                ? Optional.empty()
                : Optional.of(new Transcript(order, exchange));
    }

    /// The call as it is sent: a stream is put together again, if it is to be kept.
    Call listening(Call call) {
        return order.log() == LogLevel.FULL && call.streamed() ? call.keeping() : call;
    }

    void begins(Answer told) {
        answer = Optional.of(told);
    }

    void relayed(byte[] piece) {
        streamedBytes += piece.length;
    }

    /// The stream has come to its complete end.
    void ends(byte[] piece) {
        relayed(piece);
        ended = true;
    }

    /// What is to be kept of it, once the caller has its reply.
    Payload payload() {
        Asked asked =
                new Asked(
                        order.principal().team(),
                        order.id(),
                        order.at(),
                        exchange.request().path(),
                        order.operation(),
                        order.ask());
        return Payload.of(asked, told(), order.log(), order.route().routes().catalog().logging());
    }

    private Told told() {
        int status = exchange.status();
        return answer.filter(Streamed.class::isInstance).isPresent()
                ? new Told(status, streamedBytes, Optional.empty(), answer, ended)
                : new Told(
                        status,
                        exchange.body().length,
                        Optional.of(exchange.body()),
                        answer,
                        status > 0);
    }
}
