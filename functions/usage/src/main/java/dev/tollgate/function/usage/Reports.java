package dev.tollgate.function.usage;

import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.Ledger;
import java.io.IOException;

/// `/v1/usage`: what a team's calls used and cost, summed; `/v1/requests/{id}`: one call's record. Nobody sees another team's.
record Reports(Authenticator authenticator, Ledger ledger, RequestRecord requests, Timing timing)
        implements ErrorBoundary.Handler {
    /// A report's size. In a Lambda's answer of at most 6 MB it stands as a JSON string, with every quote escaped.
    static final int MAX_REPORT_BYTES = 4 * 1024 * 1024;

    private static final String USAGE = "/v1/usage";
    private static final String REQUESTS = "/v1/requests/";
    private static final Headers JSON = Headers.of("content-type", "application/json");

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        Principal principal = authenticator.authenticate(request.headers());
        String path = request.path();
        if (!path.equals(USAGE) && !path.startsWith(REQUESTS)) {
            throw ApiError.notFound("There is no " + path + " here.");
        }
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(
                    path + " takes GET, not " + request.method() + ".", "GET");
        }
        byte[] report =
                path.equals(USAGE)
                        ? usage(request, principal)
                        : record(path.substring(REQUESTS.length()), principal);
        exchange.reply(200, JSON, report);
    }

    private byte[] usage(Request request, Principal principal) {
        principal.require(Role.REPORT, Role.ADMIN);
        UsageQuery query = UsageQuery.read(request.query(), timing.now());
        UsageTable table = new UsageTable(query);
        for (Period day : query.period().days()) {
            inTime(request);
            ledger.scan(
                    principal.team(),
                    day.from(),
                    day.to(),
                    record -> {
                        inTime(request);
                        table.add(record);
                    });
        }
        byte[] report = Json.bytes(table.json());
        if (report.length > MAX_REPORT_BYTES) {
            throw UsageTable.tooLarge("more than " + MAX_REPORT_BYTES + " bytes");
        }
        return report;
    }

    /// @throws ApiError 400 once the deadline has passed
    private void inTime(Request request) {
        if (request.deadline().hasPassed(timing.now())) {
            throw UsageTable.tooLong();
        }
    }

    private byte[] record(String id, Principal principal) {
        return requests.json(id, principal, timing.now())
                .orElseThrow(() -> ApiError.notFound("There is no record of this request id."));
    }
}
