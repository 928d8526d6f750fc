package dev.tollgate.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle knows of written tokens at OpenAI, though Azure reports them, too.
class ResponsesUsageTest {
    private static final Path ORACLE = Path.of("../../../shared/oracle/usage-costs.jsonl");

    static boolean oracleIsHere() {
        return Files.isRegularFile(ORACLE);
    }

    @Test
    @EnabledIf("oracleIsHere")
    void real_reports_are_read_as_the_oracle_has_them() throws IOException {
        int read = 0;
        for (String line : Files.readAllLines(ORACLE)) {
            JsonNode row = Json.tree(line.getBytes(UTF_8));
            if (row.path("api").asText().equals("responses")) {
                JsonNode expected = row.path("usage");
                Usage usage = ResponsesUsage.of(row.at("/body/usage")).orElseThrow();
                assertEquals(expected.path("input_tokens").asLong(), usage.input());
                assertEquals(expected.path("cache_read_tokens").asLong(), usage.cacheRead());
                if (row.path("provider").asText().equals("openai")) {
                    assertEquals(expected.path("cache_write_tokens").asLong(), usage.cacheWrite());
                }
                assertEquals(expected.path("output_tokens").asLong(), usage.output());
                assertEquals(expected.path("output_reasoning_tokens").asLong(), usage.reasoning());
                read++;
            }
        }
        assertTrue(read > 300, "only " + read);
    }

    @Test
    void every_class_is_read() {
        assertEquals(
                Optional.of(new Usage(100, 40, 10, 0, 5, 0, 30, 50, 20, 7, 3, false)),
                ResponsesUsage.of(
                        Json.tree(
                                """
                                {"input_tokens": 100, "output_tokens": 50, "total_tokens": 150,
                                 "input_tokens_details": {"cached_tokens": 40, "cache_write_tokens": 10, "audio_tokens": 5, "image_tokens": 30},
                                 "output_tokens_details": {"reasoning_tokens": 20, "audio_tokens": 7, "image_tokens": 3}}
                                """
                                        .getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"input_tokens\":1}",
                "{\"input_tokens\":-1,\"output_tokens\":1}",
                "{\"input_tokens\":1,\"output_tokens\":1e30}",
                "{\"input_tokens\":9223372036854775807,\"output_tokens\":1}",
            })
    void a_usage_that_cannot_be_is_no_report(String usage) {
        assertEquals(Optional.empty(), ResponsesUsage.of(Json.tree(usage.getBytes(UTF_8))));
    }
}
