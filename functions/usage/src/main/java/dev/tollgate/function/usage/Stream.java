package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.aws.dynamo.LedgerStream;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.RollupObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Folds what the ledger's stream brings into roll-ups: all of a batch, or it comes again.
///
/// What was folded of a batch that comes again counts once, so it is told as failed from its first record on. A bug ends the invocation as it is, so that the
/// batch is cut in two until the record stands alone that it is about.
record Stream(Folding folding, RollupObserver observer) implements RequestStreamHandler {

    /// Adds a shard's changes to the roll-ups.
    @FunctionalInterface
    interface Folding {
        /// @throws StoreUnavailable if perhaps not all of them are there; then they may be folded again
        void fold(String shard, List<Change> changes);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        handle(event, reply);
    }

    void handle(InputStream event, OutputStream reply) throws IOException {
        LedgerStream.Batch batch =
                LedgerStream.read(Json.mapper().readTree(event), observer::rollupSkipped);
        Optional<String> failed = Optional.empty();
        try {
            if (!batch.changes().isEmpty()) {
                folding.fold(batch.shard(), batch.changes());
            }
        } catch (StoreUnavailable e) {
            observer.degraded("changes of the ledger are not in the roll-ups yet", e);
            failed = batch.first();
        }
        reply.write(Json.bytes(answer(failed)));
    }

    /// The state is there as a tumbling window wants one.
    private static ObjectNode answer(Optional<String> failed) {
        ObjectNode answer = Json.object();
        answer.putObject("state");
        ArrayNode failures = answer.putArray("batchItemFailures");
        failed.ifPresent(sequence -> failures.addObject().put("itemIdentifier", sequence));
        return answer;
    }
}
