package dev.tollgate.aws.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import software.amazon.cloudwatchlogs.emf.environment.Environment;
import software.amazon.cloudwatchlogs.emf.environment.EnvironmentProvider;
import software.amazon.cloudwatchlogs.emf.environment.LambdaEnvironment;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.sinks.ISink;
import software.amazon.lambda.powertools.metrics.internal.EmfMetricsLogger;

/// Log lines, in the layout of `log4j2.xml`, and metric lines.
final class Captured implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> metrics = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LogManager.getLogger("dev.tollgate.telemetry");
    private final Lines appender = new Lines();

    Captured() {
        appender.start();
        logger.addAppender(appender);
    }

    AwsTelemetry telemetry() {
        EmfMetricsLogger emf = new EmfMetricsLogger(new ToMetrics(), new MetricsContext());
        return new AwsTelemetry(new LogTelemetry(), new EmfMetrics(emf));
    }

    List<JsonNode> lines() {
        return lines.stream().map(line -> Json.tree(line.getBytes(UTF_8))).toList();
    }

    List<JsonNode> metrics() {
        return metrics.stream().map(line -> Json.tree(line.getBytes(UTF_8))).toList();
    }

    /// The sets of dimensions under which CloudWatch keeps a metric line's values; the names of each in order.
    static List<List<String>> dimensions(JsonNode metrics) {
        List<List<String>> sets = new ArrayList<>();
        metrics.at("/_aws/CloudWatchMetrics/0/Dimensions")
                .forEach(set ->
                        sets.add(set.valueStream().map(JsonNode::textValue).sorted().toList()));
        return sets;
    }

    String everything() {
        return String.join("\n", lines) + String.join("\n", metrics);
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
    }

    private final class Lines extends AbstractAppender {
        Lines() {
            super(
                    "captured",
                    null,
                    Objects.requireNonNull(
                                    ((Logger) LogManager.getRootLogger())
                                            .getAppenders()
                                            .get("lines"))
                            .getLayout(),
                    false,
                    Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(new String(getLayout().toByteArray(event), UTF_8));
        }
    }

    private final class ToMetrics extends EnvironmentProvider {
        @Override
        public CompletableFuture<Environment> resolveEnvironment() {
            return CompletableFuture.completedFuture(
                    new LambdaEnvironment() {
                        @Override
                        public ISink getSink() {
                            return new Sink();
                        }
                    });
        }
    }

    private final class Sink implements ISink {
        @Override
        public void accept(MetricsContext context) {
            try {
                metrics.addAll(context.serialize());
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public CompletableFuture<Void> shutdown() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
