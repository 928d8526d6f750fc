package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.audit.PayloadStore;
import dev.tollgate.config.Ids;
import dev.tollgate.http.Json;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerJson;
import dev.tollgate.ledger.LedgerRecord;
import java.time.Instant;
import java.util.Optional;

/// One call's record, and under `payload` what is kept of what was asked and answered. An application sees the records of calls that it made itself, and no
/// payload: that is for those who report, and for admins. Nobody sees another team's.
record RequestRecord(Ledger ledger, PayloadStore payloads) {

    /// Empty if there is no such record, or none that this principal may see.
    Optional<ObjectNode> json(String id, Principal principal, Instant now) {
        return Ids.startOf(id)
                .flatMap(_ -> ledger.find(principal.team(), id))
                .filter(record -> maySee(principal, record))
                .map(record -> json(record, principal, now));
    }

    private ObjectNode json(LedgerRecord record, Principal principal, Instant now) {
        ObjectNode json = LedgerJson.of(record);
        if (reports(principal)) {
            payloads.find(principal.team(), record.id(), now)
                    .ifPresent(payload -> json.set("payload", Json.tree(payload.json())));
        }
        return json;
    }

    /// Whether the principal may see a record of its team.
    static boolean maySee(Principal principal, LedgerRecord record) {
        return reports(principal) || record.keyId().equals(principal.keyId());
    }

    private static boolean reports(Principal principal) {
        return principal.has(Role.REPORT) || principal.has(Role.ADMIN);
    }
}
