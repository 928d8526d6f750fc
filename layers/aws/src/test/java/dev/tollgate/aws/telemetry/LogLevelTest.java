package dev.tollgate.aws.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `log4j2.xml` as it is deployed, in a context of its own.
final class LogLevelTest {
    private static final String CANARY = "authorization: Bearer sk-canary";

    private final List<String> written = new CopyOnWriteArrayList<>();
    private LoggerContext context;

    @BeforeEach
    void start() throws Exception {
        URI deployed = Objects.requireNonNull(getClass().getResource("/log4j2.xml")).toURI();
        context = new LoggerContext("deployed", null, deployed);
        context.start();
        AbstractAppender lines = context.getConfiguration().getAppender("lines");
        lines.addFilter(new Taking());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.hc.client5.http.wire",
                "org.apache.hc.client5.http.headers",
                "software.amazon.awssdk.request",
                "dev.tollgates.neighbour"
            })
    void what_a_library_logs_below_a_warning_is_never_written(String library) {
        setAllLevels(Level.ALL);

        context.getLogger(library).debug(CANARY);
        context.getLogger(library).info(CANARY);
        context.getLogger(library).warn("a warning");

        assertEquals(List.of("a warning"), written);
    }

    @Test
    void our_own_lines_are_written_once_and_from_info_on() {
        context.getLogger("dev.tollgate.telemetry").debug("detail");
        context.getLogger("dev.tollgate.telemetry").info("call settled");

        assertEquals(List.of("call settled"), written);
    }

    @Test
    void our_own_level_is_the_only_one_that_can_be_lowered() {
        setAllLevels(Level.DEBUG);

        context.getLogger("dev.tollgate.telemetry").debug("detail");

        assertEquals(List.of("detail"), written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG", "INFO", "WARN", "ERROR"})
    void an_error_of_ours_is_written_at_every_level_that_can_be_chosen(String level) {
        setAllLevels(Level.valueOf(level));

        context.getLogger("dev.tollgate.telemetry").error("ledger_spill");

        assertEquals(List.of("ledger_spill"), written);
    }

    /// What Powertools does with its variables: every logger's level, the root's too.
    private void setAllLevels(Level level) {
        context.getConfiguration().getLoggers().values().forEach(logger -> logger.setLevel(level));
        context.updateLoggers();
    }

    /// Takes what comes to the appender, so that it is written to nothing else.
    private final class Taking extends AbstractFilter {
        @Override
        public Result filter(LogEvent event) {
            written.add(event.getMessage().getFormattedMessage());
            return Result.DENY;
        }
    }
}
