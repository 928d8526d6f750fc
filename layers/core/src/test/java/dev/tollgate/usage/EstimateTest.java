package dev.tollgate.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.http.JsonBody;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private final Estimate estimate = new Estimate(TokenCounter.byLength());

    private static JsonBody request(String json) throws JsonBody.Malformed {
        return JsonBody.parse(json.getBytes(UTF_8));
    }

    @Test
    void the_text_of_a_request_counts_wherever_it_stands_but_names_of_models_and_users_do_not()
            throws Exception {
        JsonBody request =
                request(
                        "{\"model\":\"xxxxxxxx\",\"user\":\"yyyyyyyy\",\"system\":\"1234\","
                                + "\"messages\":[{\"content\":[{\"text\":\"567\"}]}]}");

        assertEquals(Usage.estimate(2, 0), estimate.unanswered(request));
        assertEquals(Usage.estimate(2, 3), estimate.answered(request, "abcdefghij"));
    }

    @Test
    void files_in_base64_are_no_text_in_any_dialect() throws Exception {
        String file = "A".repeat(4_000);
        JsonBody request =
                request(
                        "{\"messages\":[{\"url\":\"data:image/png;base64,%1$s\"},{\"source\":{\"data\":\"%1$s\"}},{\"file_data\":\"%1$s\"}]}"
                                .formatted(file));

        assertEquals(0, estimate.input(request));
    }
}
