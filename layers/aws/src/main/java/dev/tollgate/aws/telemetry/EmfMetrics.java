package dev.tollgate.aws.telemetry;

import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.ledger.LedgerRecord.Settlement;
import dev.tollgate.ledger.LedgerRecord.Status;
import dev.tollgate.usage.Cost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;

/// Metrics as lines in CloudWatch's embedded metric format, on standard output.
///
/// Dimensions are bounded by the catalogue (`Alias` and `Provider`) and by our own words (`Code`, `Consequence`). Nothing else is one: not the function's
/// name, which the library would add, so that an alarm on a metric without dimensions finds it. Each event is flushed in a context of its own, so that
/// concurrent calls never meet.
final class EmfMetrics {
    static final String NAMESPACE = "Tollgate";

    /// One set of dimensions that is empty: a metric by its name alone. (A line without any set has no metric.)
    private static final DimensionSet NONE = DimensionSet.of(Map.of());

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
        record.settlement().ifPresent(end -> settled(record, end));
    }

    /// A call that we have refused ourselves is none of a provider's.
    private void settled(LedgerRecord record, Settlement end) {
        String alias = dimension(record.alias());
        if (end.status() == Status.REFUSED) {
            flush(DimensionSet.of("Alias", alias), line -> count(line, "RefusedCalls"));
        } else {
            // for dashboards by alias and provider, and for an alarm whatever these are
            DimensionSet both =
                    DimensionSet.of("Alias", alias, "Provider", dimension(record.provider()));
            flush(List.of(both, NONE), line -> add(line, end));
        }
    }

    void refused(String code) {
        flush(DimensionSet.of("Code", dimension(code)), line -> count(line, "Refused"));
    }

    void spilled() {
        flush(NONE, line -> count(line, "LedgerSpills"));
    }

    void payloadLost() {
        flush(NONE, line -> count(line, "PayloadsLost"));
    }

    /// @param consequence one of three, as log lines write it
    void exceeded(String consequence) {
        flush(DimensionSet.of("Consequence", consequence), line -> count(line, "LimitsExceeded"));
    }

    /// One metric for each share that is told, so that an alarm can name it without naming a budget.
    void budgetUsed(int percent) {
        flush(NONE, line -> count(line, "BudgetsAt" + percent));
    }

    void opened(String provider) {
        flush(
                DimensionSet.of("Provider", dimension(provider)),
                line -> count(line, "BreakersOpened"));
    }

    void rollupSkipped() {
        flush(NONE, line -> count(line, "RollupSkipped"));
    }

    void abandoned(int calls) {
        flush(NONE, line -> line.addMetric("AbandonedCalls", calls, MetricUnit.COUNT));
    }

    void degraded() {
        flush(NONE, line -> count(line, "Degraded"));
    }

    private static void add(Metrics line, Settlement end) {
        boolean error = end.status() == Status.FAILED || end.status() == Status.CUT;
        count(line, "Calls");
        line.addMetric("Errors", error ? 1 : 0, MetricUnit.COUNT);
        source(line, end);
        line.addMetric("InputTokens", (double) end.usage().input(), MetricUnit.COUNT);
        line.addMetric("OutputTokens", (double) end.usage().output(), MetricUnit.COUNT);
        switch (end.cost()) {
            case Cost.Priced(long nanoUsd, _, _) -> usd(line, "CostUsd", nanoUsd);
            case Cost.Unpriced() -> count(line, "UnpricedCalls");
        }
        if (end.savedNanoUsd() > 0) {
            usd(line, "SavedUsd", end.savedNanoUsd());
        }
        if (end.degraded().isPresent()) {
            count(line, "DegradedCalls");
        }
    }

    /// Times are those of providers' answers: kept ones would make a slow provider look fast.
    private static void source(Metrics line, Settlement end) {
        switch (end.source()) {
            case PROVIDER -> {
                milliseconds(line, "Latency", end.total());
                end.timeToFirstToken()
                        .ifPresent(time -> milliseconds(line, "TimeToFirstToken", time));
            }
            case CACHE, STALE_CACHE -> count(line, "CacheHits");
            case SHARED -> count(line, "SharedAnswers");
            case REPLAY -> count(line, "Replays");
            case MESSAGE -> {}
        }
    }

    private static void count(Metrics line, String name) {
        line.addMetric(name, 1, MetricUnit.COUNT);
    }

    private static void usd(Metrics line, String name, long nanoUsd) {
        line.addMetric(name, (double) nanoUsd / NANO_USD, MetricUnit.NONE);
    }

    private static void milliseconds(Metrics line, String name, Duration time) {
        line.addMetric(name, (double) time.toMillis(), MetricUnit.MILLISECONDS);
    }

    private void flush(DimensionSet dimensions, Consumer<Metrics> fill) {
        flush(List.of(dimensions), fill);
    }

    /// @param sets under each of which the values are kept
    private void flush(List<DimensionSet> sets, Consumer<Metrics> fill) {
        metrics.flushMetrics(line -> {
            line.clearDefaultDimensions();
            sets.forEach(line::addDimension);
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
