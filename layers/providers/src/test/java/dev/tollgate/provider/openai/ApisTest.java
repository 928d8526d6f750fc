package dev.tollgate.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.catalog.DialectSpec.Setting;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.openai.Apis.Api;
import dev.tollgate.provider.wire.Chat;
import dev.tollgate.routing.ModelFacts;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApisTest {

    @ParameterizedTest
    @CsvSource({
        "openai, , gpt-4o, true, CHAT",
        "openai, , gpt-5, true, CHAT",
        "openai, , o3, true, CHAT",
        "openai, , o1-pro, true, RESPONSES",
        "openai, , o3-pro-2025-06-10, true, RESPONSES",
        "openai, , gpt-5-pro, true, RESPONSES",
        "openai, , gpt-5.2-pro, true, RESPONSES",
        "openai, , codex-mini-latest, true, RESPONSES",
        "openai, , gpt-5.1-codex-max, true, RESPONSES",
        "openai, , computer-use-preview, true, RESPONSES",
        "openai, , o4-mini-deep-research, true, RESPONSES",
        "openai, chat, o1-pro, true, CHAT",
        "openai, responses, gpt-4o, true, RESPONSES",
        "azure, , o1-pro, true, CHAT",
        "mistral, , m, false, CHAT",
        "mistral, responses, m, true, RESPONSES",
        "somebody, , m, false, CHAT",
        "somebody, responses, m, true, RESPONSES",
    })
    void what_the_catalogue_says_goes_before_what_is_known_of_a_model(
            String vendor, String setting, String model, boolean there, Api preferred) {
        Host host = Host.of(vendor);
        Chat chat = new Chat(new ChatWire(host), ModelFacts.UNKNOWN, Calls.ESTIMATE);
        Apis apis =
                Apis.of(
                        host,
                        Addresses.under(URI.create("https://a.example")),
                        Optional.ofNullable(setting),
                        model,
                        chat,
                        chat);

        assertEquals(preferred, apis.preferred());
        assertEquals(there, apis.responses().isPresent());
    }

    @Test
    void an_api_that_is_not_there_cannot_be_preferred() {
        Chat chat = new Chat(new ChatWire(Host.of("x")), ModelFacts.UNKNOWN, Calls.ESTIMATE);

        assertThrows(
                IllegalArgumentException.class,
                () -> new Apis(chat, Optional.empty(), Api.RESPONSES));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, chat, true",
        "azure, responses, true",
        "openai, Chat, false",
        "openai, x, false"
    })
    void a_catalogue_may_name_an_api(String dialect, String value, boolean fits) {
        Setting api =
                Optional.ofNullable(Providers.dialects().get(dialect))
                        .map(spec -> spec.settings().get("api"))
                        .orElseThrow();

        assertEquals(fits, api.fits().test(value));
    }
}
