package dev.tollgate.function.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.aws.dynamo.LedgerStream;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.rollup.Change;
import dev.tollgate.rollup.Rollup.Folded;
import dev.tollgate.rollup.RollupObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// Folds what the ledger's stream brings into roll-ups. What it did not get to comes again, with all that follows in the same shard.
///
/// A bug ends the invocation as it is, and so does a record that can't be read: then the batch is cut in two until the record stands alone that it is about,
/// and nothing after it counts until the bug is mended. A wrong sum would be worse. Only a record that could not be read for hours is left out.
record Stream(Folding folding, Timing timing, RollupObserver observer)
        implements RequestStreamHandler {

    /// See [dev.tollgate.rollup.Counting#fold].
    @FunctionalInterface
    interface Folding {
        Folded fold(String shard, List<Change> batch);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context)
            throws IOException {
        handle(event, reply);
    }

    void handle(InputStream event, OutputStream reply) throws IOException {
        LedgerStream.Batch batch =
                LedgerStream.read(
                        Json.mapper().readTree(event), timing.now(), observer::rollupSkipped);
        Folded folded = folding.fold(batch.shard(), batch.changes());
        folded.failure()
                .ifPresent(e ->
                        observer.degraded("changes of the ledger are not in the roll-ups yet", e));
        Optional<String> failed =
                batch.changes().stream()
                        .skip(folded.done())
                        .findFirst()
                        .map(change -> LedgerStream.sequenceNumber(change.sequence()));
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
