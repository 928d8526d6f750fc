package dev.tollgate.aws.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.config.StoreUnavailable;
import dev.tollgate.limits.Limit;
import dev.tollgate.limits.Limit.Exceeded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The alarms of `template.yaml` against the lines that CloudWatch makes metrics of: an alarm on another name, namespace or dimension waits for ever.
@Isolated("log lines of others would be captured too")
final class AlarmsTest {
    private static final Path TEMPLATE = Path.of("..", "..", "template.yaml");
    private static final Limit BUDGET = AwsTelemetryTest.limit(new Exceeded.Reject());

    private final Captured captured = new Captured();
    private final AwsTelemetry telemetry = captured.telemetry();

    /// What makes each metric.
    private final Map<String, Runnable> events =
            Map.of(
                    "BudgetsAt50",
                    () -> telemetry.budgetUsed(BUDGET, "growth", 50),
                    "BudgetsAt80",
                    () -> telemetry.budgetUsed(BUDGET, "growth", 80),
                    "BudgetsAt100",
                    () -> telemetry.budgetUsed(BUDGET, "growth", 100),
                    "LedgerSpills",
                    () ->
                            telemetry.spilled(
                                    AwsTelemetryTest.pending("chat"),
                                    new StoreUnavailable("PutItem", new IOException())));

    @AfterEach
    void release() {
        captured.close();
    }

    @Test
    void every_alarm_is_on_a_metric_as_it_is_sent() throws IOException {
        Map<String, JsonNode> alarms = alarms();
        assertEquals(events.keySet(), alarms.keySet());

        alarms.forEach((name, alarm) -> {
            int before = captured.metrics().size();
            Objects.requireNonNull(events.get(name), name).run();
            List<JsonNode> lines = captured.metrics();
            assertEquals(before + 1, lines.size());
            JsonNode line = lines.getLast();
            JsonNode sent = line.at("/_aws/CloudWatchMetrics/0");

            assertEquals(1, sent.path("Metrics").size());
            assertEquals(name, sent.at("/Metrics/0/Name").textValue());
            assertEquals(1, line.path(name).intValue());
            assertEquals(sent.path("Namespace"), alarm.path("Namespace"), name);
            assertEquals(List.of(List.of()), Captured.dimensions(line));
            assertFalse(alarm.has("Dimensions"), name);
        });
    }

    @Test
    void one_event_is_enough_and_silence_is_good_news() throws IOException {
        alarms().forEach((name, alarm) -> {
            assertEquals("Sum", alarm.path("Statistic").textValue(), name);
            assertEquals(1, alarm.path("Threshold").intValue(), name);
            assertEquals(1, alarm.path("EvaluationPeriods").intValue(), name);
            assertEquals("notBreaching", alarm.path("TreatMissingData").textValue(), name);
            assertTrue(alarm.has("AlarmActions"), name);
        });
    }

    /// By the metric's name.
    private static Map<String, JsonNode> alarms() throws IOException {
        Map<String, JsonNode> alarms = new TreeMap<>();
        new YAMLMapper()
                .readTree(TEMPLATE.toFile())
                .path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::CloudWatch::Alarm"))
                .map(resource -> resource.path("Properties"))
                .forEach(alarm -> alarms.put(alarm.path("MetricName").textValue(), alarm));
        return alarms;
    }
}
