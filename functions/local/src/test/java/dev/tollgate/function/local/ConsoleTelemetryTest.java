package dev.tollgate.function.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.api.ApiError;
import org.junit.jupiter.api.Test;

class ConsoleTelemetryTest {

    @Test
    void a_refusal_shows_nothing_that_the_caller_wrote() {
        ApiError refusal = ApiError.unknownAlias("x\n12:00:00.000 ERROR local: forged line");
        assertEquals("req_1 refused: 404 model_not_found", ConsoleTelemetry.line("req_1", refusal));
    }
}
