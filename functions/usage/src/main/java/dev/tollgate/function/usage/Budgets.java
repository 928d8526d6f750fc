package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.ErrorBoundary;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.http.Request;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.limits.Level;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Measure;
import dev.tollgate.limits.Limits;
import dev.tollgate.limits.Need;
import dev.tollgate.limits.Priority;
import dev.tollgate.limits.Standing;
import dev.tollgate.usage.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `GET /v1/budgets`: every budget that counts a team's calls, and what is used of it in its period.
///
/// @param rules all limits of the catalogue in force
record Budgets(
        Authenticator authenticator,
        Supplier<List<Limit>> rules,
        BudgetShares shares,
        Limits limits,
        Timing timing)
        implements ErrorBoundary.Handler {
    static final String PATH = "/v1/budgets";

    /// Of the share used.
    private static final int DIGITS = 4;

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = exchange.request();
        Principal principal = authenticator.authenticate(request.headers());
        principal.require(Role.REPORT, Role.ADMIN);
        if (!request.method().equals("GET")) {
            throw ApiError.methodNotAllowed(
                    PATH + " takes GET, not " + request.method() + ".", "GET");
        }
        exchange.reply(
                200,
                Headers.of("content-type", "application/json"),
                Json.bytes(list(principal.team())));
    }

    /// @throws StoreUnavailable if a store does not answer
    ObjectNode list(String team) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        Instant now = timing.now();
        List<Limit> all = rules.get();
        for (Limit limit : all) {
            if (limit.measure() instanceof Measure.Budget budget) {
                for (BudgetShare share : shares.of(limit, budget, team, now)) {
                    data.add(json(share, budget, level(all, share), now));
                }
            }
        }
        return list;
    }

    /// Asked with every limit, for those that count alike are told apart by their order.
    private Level level(List<Limit> all, BudgetShare share) {
        return limits
                .peek(all, share.subject(), share.provider(), Priority.NORMAL, Need.NOTHING)
                .stream()
                .filter(standing -> standing.limit().equals(share.limit()))
                .findFirst()
                .map(Standing::level)
                .orElse(Level.EMPTY);
    }

    private static ObjectNode json(
            BudgetShare share, Measure.Budget budget, Level level, Instant now) {
        ObjectNode json = Json.object().put("limit", share.limit().name());
        ObjectNode scope = json.putObject("scope");
        share.values().forEach((dimension, value) -> scope.put(dimension, value.orElse(null)));
        json.put("shared", share.isShared())
                .put("per", budget.per().name().toLowerCase(Locale.ROOT))
                .put("usd", Money.usd(budget.nanoUsd()))
                .put("used_usd", Money.usd(level.settled()))
                .put("held_usd", Money.usd(level.held()))
                .put("used_share", share(level.settled(), budget.nanoUsd()))
                .put("resets_at", budget.per().end(now).toString())
                .set("burn", Burn.of(budget, level.settled(), now).json());
        return json;
    }

    /// From 0, and more than 1 where calls pass all the same; a budget of nothing is used up.
    private static BigDecimal share(long used, long max) {
        return max <= 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(used)
                        .divide(BigDecimal.valueOf(max), DIGITS, RoundingMode.HALF_UP);
    }
}
