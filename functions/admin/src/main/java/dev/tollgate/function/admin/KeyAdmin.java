package dev.tollgate.function.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.Exchange;
import dev.tollgate.api.ApiError;
import dev.tollgate.api.RequestBody;
import dev.tollgate.config.Timing;
import dev.tollgate.http.Json;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import java.io.IOException;
import java.util.regex.Pattern;

/// `/admin/keys`: virtual keys are made, listed and deleted. A key is shown once, when it is made; kept is its hash.
record KeyAdmin(KeyStore store, KeyMint mint, Timing timing) {
    private static final Pattern ID = Pattern.compile("key_[A-Za-z0-9]{1,64}");

    void create(Exchange exchange) throws IOException {
        NewKey wanted = NewKey.read(RequestBody.json(exchange.request()));
        String key = mint.next();
        KeyHash hash = KeyHash.of(key);
        VirtualKey made =
                new VirtualKey(hash, wanted.name(), wanted.principal(hash.id()), timing.now());
        store.put(made);
        ObjectNode shownOnce = json(made).put("key", key);
        exchange.reply(201, Admin.JSON.with("cache-control", "no-store"), Json.bytes(shownOnce));
    }

    void list(Exchange exchange) throws IOException {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        store.list().forEach(key -> data.add(json(key)));
        exchange.reply(200, Admin.JSON, Json.bytes(list));
    }

    void delete(Exchange exchange, String id) throws IOException {
        if (!ID.matcher(id).matches() || !store.delete(id)) {
            throw ApiError.notFound("There is no key of this id.");
        }
        ObjectNode deleted = Json.object().put("id", id).put("object", "key").put("deleted", true);
        exchange.reply(200, Admin.JSON, Json.bytes(deleted));
    }

    private static ObjectNode json(VirtualKey key) {
        Principal principal = key.principal();
        ObjectNode json =
                Json.object()
                        .put("id", key.id())
                        .put("object", "key")
                        .put("name", key.name())
                        .put("team", principal.team())
                        .put("created_at", key.createdAt().toString());
        ArrayNode roles = json.putArray("roles");
        principal.roles().stream().sorted().map(Role::written).forEach(roles::add);
        ObjectNode tags = json.putObject("tags");
        principal.tags().values().forEach(tags::put);
        ArrayNode aliases = json.putArray("aliases");
        principal.aliases().stream().sorted().forEach(aliases::add);
        return json;
    }
}
