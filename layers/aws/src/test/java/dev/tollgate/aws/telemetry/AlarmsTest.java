package dev.tollgate.aws.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.api.ApiError;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.http.Headers;
import dev.tollgate.http.Json;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Source;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import dev.tollgate.routing.BreakerStore.Opening;
import dev.tollgate.usage.Cost;
import dev.tollgate.usage.TokenClass;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The alarms and the dashboard of `template.yaml` against the lines that CloudWatch makes metrics of: what is on another name, namespace or dimension waits
/// for ever.
@Isolated("log lines of others would be captured too")
final class AlarmsTest {
    private static final Path TEMPLATE = Path.of("..", "..", "template.yaml");
    private static final Limit BUDGET = AwsTelemetryTest.limit(new Exceeded.Reject());
    private static final Pattern SEARCHED =
            Pattern.compile("\\{Tollgate,([A-Za-z,]+)} MetricName=\"(\\w+)\"");

    private final Captured captured = new Captured();
    private final AwsTelemetry telemetry = captured.telemetry();

    /// A metric of ours, and the names of its dimensions in order.
    private record Named(String name, List<String> dimensions) {
        @Override
        public String toString() {
            return name + dimensions;
        }
    }

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void every_metric_that_is_looked_at_is_sent() throws IOException {
        Set<Named> sent = sent();
        Set<Named> looked = new HashSet<>();
        looked.addAll(ofAlarms());
        looked.addAll(ofDashboard());

        Set<String> missing = new TreeSet<>();
        looked.stream()
                .filter(metric -> !sent.contains(metric))
                .forEach(it -> missing.add(it + ""));
        assertEquals(Set.of(), missing, () -> "sent: " + sent);
    }

    @Test
    void there_is_an_alarm_for_what_somebody_has_to_look_at() throws IOException {
        Set<String> names = new HashSet<>();
        ofAlarms().forEach(metric -> names.add(metric.name()));

        assertEquals(
                Set.of(
                        "BudgetsAt50",
                        "BudgetsAt80",
                        "BudgetsAt100",
                        "LedgerSpills",
                        "UnpricedCalls",
                        "RollupSkipped",
                        "Errors",
                        "Calls"),
                names);
        Set<String> others = new HashSet<>();
        alarms().values().forEach(alarm -> others.addAll(alarm.findValuesAsText("MetricName")));
        assertTrue(
                others.containsAll(
                        Set.of(
                                "IteratorAge",
                                "Invocations",
                                "Throttles",
                                "WriteThrottleEvents",
                                "ReadThrottleEvents")));
    }

    @Test
    void one_event_is_enough_and_silence_is_good_news() throws IOException {
        alarms().forEach((name, alarm) -> {
            assertEquals("notBreaching", alarm.path("TreatMissingData").textValue(), name);
            assertTrue(alarm.has("AlarmActions"), name);
            if (alarm.path("Namespace").asText().equals(EmfMetrics.NAMESPACE)) {
                assertEquals("Sum", alarm.path("Statistic").textValue(), name);
                assertEquals(1, alarm.path("Threshold").intValue(), name);
                assertEquals(1, alarm.path("EvaluationPeriods").intValue(), name);
                assertFalse(alarm.has("Dimensions"), name);
            }
        });
    }

    /// All that telemetry makes metrics of, once.
    private Set<Named> sent() {
        telemetry.budgetUsed(BUDGET, "growth", 50);
        telemetry.budgetUsed(BUDGET, "growth", 80);
        telemetry.budgetUsed(BUDGET, "growth", 100);
        LedgerRecord pending = AwsTelemetryTest.pending("chat");
        telemetry.spilled(pending, new StoreUnavailable("PutItem", new IOException()));
        telemetry.rollupSkipped("growth#2026-11-23#0 req_1", new IllegalStateException());
        telemetry.swept("growth", 2);
        telemetry.degraded("what", new IOException());
        telemetry.exceeded(BUDGET, new Exceeded.Reject());
        telemetry.refused(
                "req_1",
                new ApiError(401, "auth", "no_key", "No.", Optional.empty(), Headers.none()));
        telemetry.opened(pending.firstTarget(), Opening.cooldown(Instant.EPOCH));
        for (Source source : Source.values()) {
            telemetry.settled(settled(pending, source, new Cost.Unpriced()));
            telemetry.settled(
                    settled(
                            pending,
                            source,
                            Cost.Priced.of(Map.of(TokenClass.INPUT, 5L), "2026-11-01")));
        }
        Set<Named> sent = new HashSet<>();
        for (JsonNode line : captured.metrics()) {
            JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
            assertEquals(EmfMetrics.NAMESPACE, directive.path("Namespace").textValue());
            for (List<String> dimensions : Captured.dimensions(line)) {
                directive
                        .path("Metrics")
                        .forEach(metric ->
                                sent.add(new Named(metric.path("Name").asText(), dimensions)));
            }
        }
        return sent;
    }

    private static LedgerRecord settled(LedgerRecord pending, Source source, Cost cost) {
        return pending.settled(
                new Settlement(
                        Status.ANSWERED,
                        pending.firstTarget(),
                        List.of(),
                        Usage.of(5, 5),
                        cost,
                        source,
                        7,
                        Optional.of("message"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(1)),
                        Duration.ofMillis(2),
                        Duration.ZERO));
    }

    /// Ours among the alarms', whether they stand alone or in an expression.
    private static Set<Named> ofAlarms() throws IOException {
        Set<Named> metrics = new HashSet<>();
        for (JsonNode alarm : alarms().values()) {
            for (JsonNode metric : alarm.findParents("MetricName")) {
                if (metric.path("Namespace").asText().equals(EmfMetrics.NAMESPACE)) {
                    assertFalse(metric.has("Dimensions"));
                    metrics.add(new Named(metric.path("MetricName").asText(), List.of()));
                }
            }
        }
        return metrics;
    }

    private static Set<Named> ofDashboard() throws IOException {
        String body = resources().at("/Dashboard/Properties/DashboardBody").asText();
        JsonNode widgets = Json.mapper().readTree(body).path("widgets");
        assertFalse(widgets.isEmpty());
        Set<Named> metrics = new HashSet<>();
        for (JsonNode widget : widgets) {
            widget.at("/properties/metrics").forEach(metric -> metrics.addAll(named(metric)));
        }
        return metrics;
    }

    /// `[namespace, name, dimension, value, ..., {options}]`, or an expression that finds some.
    private static Set<Named> named(JsonNode metric) {
        JsonNode first = metric.path(0);
        if (first.isObject()) {
            Matcher searched = SEARCHED.matcher(first.path("expression").asText());
            return searched.find()
                    ? Set.of(
                            new Named(searched.group(2), List.of(searched.group(1).split(",", -1))))
                    : Set.of();
        }
        return first.asText().equals(EmfMetrics.NAMESPACE)
                ? Set.of(new Named(metric.path(1).asText(), List.of()))
                : Set.of();
    }

    /// By their logical ids.
    private static Map<String, JsonNode> alarms() throws IOException {
        Map<String, JsonNode> alarms = new TreeMap<>();
        resources()
                .properties()
                .forEach(resource -> {
                    if (resource.getValue()
                            .path("Type")
                            .asText()
                            .equals("AWS::CloudWatch::Alarm")) {
                        alarms.put(resource.getKey(), resource.getValue().path("Properties"));
                    }
                });
        return alarms;
    }

    private static JsonNode resources() throws IOException {
        return new YAMLMapper().readTree(TEMPLATE.toFile()).path("Resources");
    }
}
