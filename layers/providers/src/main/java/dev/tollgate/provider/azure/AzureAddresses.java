package dev.tollgate.provider.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.provider.openai.Addresses;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;

/// Where Azure has OpenAI's endpoints: under `/openai/v1` when no version is named, else by deployment; Azure AI Foundry's `/models` keeps to itself.
///
/// @param resource such as `https://NAME.openai.azure.com`, without a slash at its end
/// @param apiVersion such as `2024-10-21`
public record AzureAddresses(URI resource, Optional<String> apiVersion) implements Addresses {
    private static final String RESPONSES = "/responses";
    private static final String FOUNDRY = "/models";

    /// An address is also taken as Azure's own pages show it, up to `/openai` or `/openai/v1`.
    public AzureAddresses {
        resource = URI.create(resource.toString().replaceFirst("/openai(/v1)?$", ""));
    }

    /// The first version with responses. Versions sort by date, and `preview`, which is newer than all of them, after them.
    private static final String WITH_RESPONSES = "2025-03-01";

    @Override
    public URI of(String endpoint, String model) {
        if (apiVersion.isEmpty()) {
            return URI.create(resource + "/openai/v1" + endpoint);
        }
        String version = "?api-version=" + URLEncoder.encode(apiVersion.get(), UTF_8);
        if (isFoundry()) {
            return URI.create(resource + endpoint + version);
        }
        String parent =
                endpoint.equals(RESPONSES)
                        ? "/openai"
                        : "/openai/deployments/" + URLEncoder.encode(model, UTF_8);
        return URI.create(resource + parent + endpoint + version);
    }

    @Override
    public boolean has(String endpoint) {
        return !endpoint.equals(RESPONSES)
                || apiVersion
                        .map(it -> !isFoundry() && it.compareTo(WITH_RESPONSES) >= 0)
                        .orElse(true);
    }

    private boolean isFoundry() {
        return resource.getPath().endsWith(FOUNDRY);
    }
}
