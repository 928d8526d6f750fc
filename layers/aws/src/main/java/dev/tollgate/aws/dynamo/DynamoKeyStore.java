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

/// Virtual keys in DynamoDB, an item a key.
public final class DynamoKeyStore implements KeyStore {
    /// The keys that a list shows at most, so that it fits into memory and into a reply. Of more keys than these, it shows any.
    public static final int MAX_LISTED = 10_000;

    private static final Comparator<VirtualKey> NEWEST_FIRST =
            Comparator.comparing(VirtualKey::createdAt).reversed().thenComparing(VirtualKey::id);

    private final Table table;
    private final int maxListed;

    public DynamoKeyStore(DynamoDbClient client, String table) {
        this(client, table, MAX_LISTED);
    }

    DynamoKeyStore(DynamoDbClient client, String table, int maxListed) {
        this.table = new Table(client, table);
        this.maxListed = maxListed;
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

    /// Looks first and deletes then: a deletion that the client repeats, as its reply was lost, finds nothing any more.
    @Override
    public boolean delete(String id) {
        if (table.get(key(id)).isEmpty()) {
            return false;
        }
        table.call(
                "DeleteItem",
                dynamo -> dynamo.deleteItem(delete -> delete.tableName(table.name()).key(key(id))));
        return true;
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
                                .limit(maxListed)
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
