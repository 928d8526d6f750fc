package dev.tollgate.aws.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the level of every logger")
final class LogLevelTest {
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final Lines lines = new Lines();

    @BeforeEach
    void capture() {
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void release() {
        root.removeAppender(lines);
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.WARN);
        Configurator.setLevel("dev.tollgate", Level.INFO);
    }

    @Test
    void no_level_makes_an_http_client_show_what_it_sends() {
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.TRACE);

        for (String client :
                List.of("org.apache.hc.client5.http.wire", "software.amazon.awssdk.request")) {
            LogManager.getLogger(client).debug("authorization: Bearer sk-canary");
            LogManager.getLogger(client).warn("a warning");
        }

        assertEquals(List.of("a warning", "a warning"), lines.messages);
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        Lines() {
            super("lines of libraries", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            messages.add(event.getMessage().getFormattedMessage());
        }
    }
}
