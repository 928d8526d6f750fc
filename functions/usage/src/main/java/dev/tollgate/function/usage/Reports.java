package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.rollup.Dimension.Property;
import dev.tollgate.rollup.Dimension.Tag;
import dev.tollgate.rollup.Sums;
import java.io.IOException;
import java.time.Instant;

/// What a team's calls used and cost, summed (`/v1/usage`), and one by one (`/v1/requests`). Nobody sees another team's.
record Reports(
        Authenticator authenticator, Sums sums, Ledger ledger, RequestRecord records, Timing timing)
        implements ErrorBoundary.Handler {
    private static final String USAGE = "/v1/usage";
    private static final String DIMENSIONS = "/v1/usage/dimensions";
    private static final String REQUESTS = "/v1/requests";
    private static final String REQUEST = "/v1/requests/";

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        Principal principal = authenticator.authenticate(request.headers());
        Reply reply = reply(request, principal);
        exchange.reply(200, reply.headers(), reply.body());
    }

    private Reply reply(Request request, Principal principal) {
        String path = request.path();
        return switch (path) {
            case USAGE -> usage(get(request), principal);
            case DIMENSIONS -> dimensions(get(request), principal);
            case REQUESTS -> requests(get(request), principal);
            case String _ when path.startsWith(REQUEST) ->
                    record(get(request).path().substring(REQUEST.length()), principal);
            case String _ -> throw ApiError.notFound("There is no " + path + " here.");
        };
    }

    private static Request get(Request request) {
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(
                    request.path() + " takes GET, not " + request.method() + ".", "GET");
        }
        return request;
    }

    private Reply usage(Request request, Principal principal) {
        Account account = account(request, principal);
        Instant now = timing.now();
        Parameters parameters = new Parameters(request.query());
        UsageQuery query = UsageQuery.read(request.path(), parameters, now);
        return switch (query.format()) {
            case JSON -> Reply.json(UsageReport.of(query, account, now).json());
            case CSV -> new CsvReport(UsageReport.of(query, account, now)).reply(parameters);
            case FOCUS -> FocusReport.of(query, account, now).reply(parameters);
        };
    }

    /// What calls of a period can be grouped and filtered by.
    private Reply dimensions(Request request, Principal principal) {
        Account account = account(request, principal);
        Period period = Period.read(new Parameters(request.query()), timing.now());
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (Property property : Property.values()) {
            data.addObject().put("name", property.written()).put("kind", "property");
        }
        for (String tag : account.tags(period.by(timing.now()))) {
            data.addObject().put("name", Names.written(new Tag(tag))).put("kind", "tag");
        }
        return Reply.json(json);
    }

    private Account account(Request request, Principal principal) {
        principal.require(Role.REPORT, Role.ADMIN);
        return Account.of(principal.team(), sums, ledger, timing, request.deadline());
    }

    private Reply requests(Request request, Principal principal) {
        RequestList list =
                new RequestList(
                        principal.team(),
                        record -> RequestRecord.maySee(principal, record),
                        ledger,
                        timing);
        return Reply.json(list.read(request, new Parameters(request.query())));
    }

    private Reply record(String id, Principal principal) {
        return records.json(id, principal, timing.now())
                .map(Reply::json)
                .orElseThrow(() -> ApiError.notFound("There is no record of this request id."));
    }
}
