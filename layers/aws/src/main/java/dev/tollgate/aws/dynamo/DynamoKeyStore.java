package dev.tollgate.aws.dynamo;

import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.VirtualKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// Virtual keys in DynamoDB, an item a key.
public final class DynamoKeyStore implements KeyStore {
    private static final Comparator<VirtualKey> NEWEST_FIRST =
            Comparator.comparing(VirtualKey::createdAt).reversed().thenComparing(VirtualKey::id);

    private final Table table;

    public DynamoKeyStore(DynamoDbClient client, String table) {
        this.table = new Table(client, table);
    }

    @Override
    public Optional<VirtualKey> find(String id) {
        return table.get(key(id)).map(DynamoKeyStore::read);
    }

    @Override
    public void put(VirtualKey key) {
        Item item = write(key);
        table.call(
                "PutItem",
                dynamo ->
                        dynamo.putItem(put -> put.tableName(table.name()).item(item.attributes())));
    }

    @Override
    public boolean delete(String id) {
        return table.call(
                        "DeleteItem",
                        dynamo ->
                                dynamo.deleteItem(delete ->
                                        delete.tableName(table.name())
                                                .key(key(id))
                                                .returnValues(ReturnValue.ALL_OLD)))
                .hasAttributes();
    }

    @Override
    public List<VirtualKey> list() {
        return table.call(
                "Scan",
                dynamo ->
                        dynamo
                                .scanPaginator(
                                        scan -> scan.tableName(table.name()).consistentRead(true))
                                .items()
                                .stream()
                                .map(attributes -> read(new Item(attributes)))
                                .sorted(NEWEST_FIRST)
                                .toList());
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", Item.text(id));
    }

    private static Item write(VirtualKey key) {
        Principal principal = key.principal();
        return Item.create()
                .put("id", key.id())
                .put("hash", key.hash().hex())
                .put("name", key.name())
                .put("team", principal.team())
                .put("roles", principal.roles().stream().map(Role::written).toList())
                .put("tags", principal.tags())
                .put("aliases", principal.aliases())
                .put("createdAt", key.createdAt());
    }

    private static VirtualKey read(Item item) {
        Set<Role> roles =
                item.texts("roles").stream()
                        .flatMap(role -> Role.parse(role).stream())
                        .collect(Collectors.toSet());
        return new VirtualKey(
                new KeyHash(item.textOf("hash")),
                item.textOf("name"),
                new Principal(
                        item.textOf("id"),
                        item.textOf("team"),
                        roles,
                        item.tags("tags"),
                        Set.copyOf(item.texts("aliases"))),
                item.instant("createdAt"));
    }
}
