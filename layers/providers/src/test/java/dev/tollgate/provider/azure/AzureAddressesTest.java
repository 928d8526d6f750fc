package dev.tollgate.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureAddressesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://r.example | | /chat/completions | https://r.example/openai/v1/chat/completions",
                "https://r.example/openai/v1 | | /chat/completions | https://r.example/openai/v1/chat/completions",
                "https://r.example/openai | 2024-10-21 | /embeddings | https://r.example/openai/deployments/my%2Fgpt/embeddings?api-version=2024-10-21",
                "https://r.example | | /responses | https://r.example/openai/v1/responses",
                "https://r.example | 2024-10-21 | /chat/completions | https://r.example/openai/deployments/my%2Fgpt/chat/completions?api-version=2024-10-21",
                "https://r.example | 2024-10-21 | /embeddings | https://r.example/openai/deployments/my%2Fgpt/embeddings?api-version=2024-10-21",
                "https://r.example | 2025-04-01-preview | /responses | https://r.example/openai/responses?api-version=2025-04-01-preview",
                "https://r.example/models | 2024-05-01-preview | /chat/completions | https://r.example/models/chat/completions?api-version=2024-05-01-preview",
            })
    void an_endpoint_stands_where_azure_has_it(
            String resource, String version, String endpoint, String address) {
        assertEquals(
                URI.create(address),
                new AzureAddresses(URI.create(resource), Optional.ofNullable(version))
                        .of(endpoint, "my/gpt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://r.example | | true",
                "https://r.example/models | | true",
                "https://r.example | 2024-10-21 | false",
                "https://r.example | 2025-03-01-preview | true",
                "https://r.example | preview | true",
                "https://r.example/models | 2025-04-01-preview | false",
            })
    void responses_are_where_a_version_has_them(String resource, String version, boolean there) {
        AzureAddresses addresses =
                new AzureAddresses(URI.create(resource), Optional.ofNullable(version));

        assertEquals(there, addresses.has("/responses"));
        assertTrue(addresses.has("/chat/completions"));
    }
}
