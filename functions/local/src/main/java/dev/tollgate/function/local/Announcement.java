package dev.tollgate.function.local;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What standard output says once the server serves, one thing a line; the last line is `ready` and the address.
///
/// @param key empty if the server made none
/// @param adminKeyIsNew false if whoever started the server knows it
/// @param alias a model that the curl lines ask for; empty if the catalogue has none
record Announcement(
        String address,
        Optional<String> key,
        String adminKey,
        boolean adminKeyIsNew,
        Optional<String> alias) {

    List<String> lines() {
        return Stream.of(
                        key.stream().map(app -> "key " + app),
                        adminKeyIsNew ? Stream.of("admin-key " + adminKey) : Stream.<String>of(),
                        alias.stream()
                                .flatMap(model ->
                                        Stream.of(
                                                chat(model, "-s", ""),
                                                chat(model, "-sN", ", \"stream\": true"))),
                        Stream.of(
                                "usage " + address + "/v1/usage?group_by=feature",
                                "dashboard "
                                        + address
                                        + "/dashboard"
                                        + key.map(it -> "#key=" + it).orElse(""),
                                "ready " + address))
                .flatMap(lines -> lines)
                .toList();
    }

    private String chat(String model, String options, String more) {
        return "curl %s %s/v1/chat/completions -H \"Authorization: Bearer %s\" -H 'Content-Type: application/json' -H 'x-tollgate-tags: feature=hello' -d '{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hello.\"}]%s}'"
                .formatted(options, address, key.orElse("$TOLLGATE_KEY"), model, more);
    }

    /// Shows no key.
    @Override
    public String toString() {
        return "Announcement[" + address + "]";
    }
}
