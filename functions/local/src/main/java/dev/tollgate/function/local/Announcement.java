package dev.tollgate.function.local;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What standard output says once the server serves, one thing a line; the last line is `ready` and the address.
///
/// @param generatedAdminKey empty if whoever started the server knows it
/// @param alias a model that the curl lines ask for; empty if the catalogue has none
record Announcement(
        String address, String key, Optional<String> generatedAdminKey, Optional<String> alias) {

    List<String> lines() {
        return Stream.of(
                        Stream.of("key " + key),
                        generatedAdminKey.stream().map(admin -> "admin-key " + admin),
                        alias.stream()
                                .flatMap(model -> Stream.of(chat(model, "-s", ""), stream(model))),
                        Stream.of(
                                "usage " + address + "/v1/usage?group_by=feature",
                                "ready " + address))
                .flatMap(lines -> lines)
                .toList();
    }

    private String stream(String model) {
        return chat(model, "-s -N", ", \"stream\": true");
    }

    private String chat(String model, String options, String more) {
        return "curl %s %s/v1/chat/completions -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -H 'x-tollgate-tags: feature=hello' -d '{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hello.\"}]%s}'"
                .formatted(options, address, key, model, more);
    }
}
