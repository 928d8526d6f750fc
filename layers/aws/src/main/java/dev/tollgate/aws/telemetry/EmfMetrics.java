package dev.tollgate.aws.telemetry;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;

/// Metrics as lines in CloudWatch's embedded metric format, on standard output.
///
/// Dimensions are bounded by the catalogue (`Alias` and `Provider`) and by our own error codes (`Code`). Each event is flushed in a
/// context of its own, so that concurrent calls never meet.
final class EmfMetrics {
    static final String NAMESPACE = "Tollgate";

    private static final int MAX_DIMENSION_LENGTH = 250;
    private static final double NANO_USD = 1e9;

    private final Metrics metrics;

    EmfMetrics(Metrics metrics) {
        this.metrics = metrics;
        metrics.setNamespace(NAMESPACE);
    }

    /// Lambda's sink, standard output, wherever this runs: the library would else ask EC2 and ECS over the network where it is.
    static EmfMetrics create() {
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        return new EmfMetrics(new EmfMetricsProvider().getMetricsInstance());
    }

    void settled(LedgerRecord record) {
        record.settlement()
                .ifPresent(end ->
                        flush(
                                Optional.of(
                                        DimensionSet.of(
                                                "Alias", dimension(record.alias()),
                                                "Provider", dimension(record.provider()))),
                                line -> add(line, end)));
    }

    void refused(String code) {
        flush(
                Optional.of(DimensionSet.of("Code", dimension(code))),
                line -> line.addMetric("Refused", 1, MetricUnit.COUNT));
    }

    void spilled() {
        flush(Optional.empty(), line -> line.addMetric("LedgerSpills", 1, MetricUnit.COUNT));
    }

    /// One metric for each share that is told, so that an alarm can name it without naming a budget.
    void budgetUsed(int percent) {
        flush(Optional.empty(), line -> line.addMetric("BudgetsAt" + percent, 1, MetricUnit.COUNT));
    }

    void degraded() {
        flush(Optional.empty(), line -> line.addMetric("Degraded", 1, MetricUnit.COUNT));
    }

    private static void add(Metrics line, Settlement end) {
        boolean error = end.status() == Status.FAILED || end.status() == Status.CUT;
        line.addMetric("Calls", 1, MetricUnit.COUNT);
        line.addMetric("Errors", error ? 1 : 0, MetricUnit.COUNT);
        line.addMetric("Latency", (double) end.total().toMillis(), MetricUnit.MILLISECONDS);
        line.addMetric("InputTokens", (double) end.usage().input(), MetricUnit.COUNT);
        line.addMetric("OutputTokens", (double) end.usage().output(), MetricUnit.COUNT);
        end.timeToFirstToken()
                .ifPresent(time ->
                        line.addMetric(
                                "TimeToFirstToken",
                                (double) time.toMillis(),
                                MetricUnit.MILLISECONDS));
        switch (end.cost()) {
            case Cost.Priced(long nanoUsd, _) ->
                    line.addMetric("CostUsd", (double) nanoUsd / NANO_USD, MetricUnit.NONE);
            case Cost.Unpriced() -> line.addMetric("UnpricedCalls", 1, MetricUnit.COUNT);
        }
    }

    private void flush(Optional<DimensionSet> dimensions, Consumer<Metrics> fill) {
        metrics.flushMetrics(line -> {
            line.clearDefaultDimensions();
            dimensions.ifPresent(line::addDimension);
            fill.accept(line);
        });
    }

    /// A value that CloudWatch takes: printable ASCII, neither empty nor long.
    private static String dimension(String value) {
        String ascii = value.replaceAll("[^\\x21-\\x7E]", "_");
        return ascii.isEmpty()
                ? "_"
                : ascii.substring(0, Math.min(ascii.length(), MAX_DIMENSION_LENGTH));
    }
}
