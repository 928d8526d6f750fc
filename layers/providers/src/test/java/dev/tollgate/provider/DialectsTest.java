package dev.tollgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.Catalog;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.http.Json;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a catalogue has to say of providers of each dialect.
class DialectsTest {
    private static Catalog read(String provider) {
        String json = "{'providers':{'aws':" + provider + "},'aliases':{'a':'aws/m'}}";
        return new CatalogReader(Providers.dialects(), false)
                .read(Json.tree(json.replace('\'', '"').getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "ap-southeast-2", "us-gov-west-1", "eu-isoe-west-1"})
    void bedrock_needs_a_region_and_nothing_else(String region) {
        ProviderSpec spec =
                read("{'dialect':'bedrock','region':'" + region + "'}")
                        .providers()
                        .values()
                        .iterator()
                        .next();

        assertEquals(Optional.of(region), spec.setting("region"));
        assertEquals("bedrock", spec.vendor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",'region':''", ",'region':'us-east-1.evil.example/'", ",'region':'US'"})
    void a_region_that_is_none_is_a_problem_of_the_catalogue(String setting) {
        InvalidCatalog invalid =
                assertThrows(
                        InvalidCatalog.class, () -> read("{'dialect':'bedrock'" + setting + "}"));

        assertEquals(1, invalid.problems().size());
        assertTrue(
                invalid.problems().getFirst().toString().contains("us-east-1"),
                invalid.problems().toString());
    }
}
