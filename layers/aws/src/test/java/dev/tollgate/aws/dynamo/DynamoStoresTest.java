package dev.tollgate.aws.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.catalog.CatalogStore;
import dev.tollgate.identity.KeyStore;
import dev.tollgate.identity.VirtualKey;
import dev.tollgate.ledger.Ledger;
import dev.tollgate.ledger.LedgerRecord;
import dev.tollgate.testkit.store.Arbitrary;
import dev.tollgate.testkit.store.CatalogStoreContract;
import dev.tollgate.testkit.store.KeyStoreContract;
import dev.tollgate.testkit.store.LedgerContract;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The stores' contracts against DynamoDB Local.
final class DynamoStoresTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static LocalDynamo dynamo;
    private static DynamoDbClient unreachable;

    @BeforeAll
    static void start() throws Exception {
        dynamo = new LocalDynamo();
        unreachable = LocalDynamo.unreachable();
    }

    @AfterAll
    static void stop() throws Exception {
        unreachable.close();
        dynamo.stop();
    }

    @Nested
    final class Ledgers extends LedgerContract {
        private final String table = dynamo.tables().ledger();
        private final Ledger ledger = ledger(dynamo.client(), NOON.plus(Duration.ofDays(2)));

        @Override
        protected Ledger ledger() {
            return ledger;
        }

        @Override
        protected Ledger failing() {
            return ledger(unreachable, NOON);
        }

        @Test
        void a_record_is_visible_until_its_retention_ends_whether_it_is_deleted_yet_or_not() {
            LedgerRecord pending = new Arbitrary(1).pending("old", NOON);
            ledger.open(pending);
            Instant end = NOON.plus(DynamoLedger.DEFAULT_RETENTION);

            assertEquals(
                    Optional.of(pending),
                    ledger(dynamo.client(), end.minusSeconds(1)).find("old", pending.id()));
            Ledger later = ledger(dynamo.client(), end);
            List<LedgerRecord> scanned = new ArrayList<>();
            later.scan("old", NOON.minusSeconds(1), end, scanned::add);
            assertEquals(Optional.empty(), later.find("old", pending.id()));
            assertEquals(List.of(), scanned);
        }

        @Test
        void a_scan_goes_on_where_a_page_ends() {
            Arbitrary arbitrary = new Arbitrary(5);
            String megabyte = "x".repeat(120_000);
            for (int i = 0; i < 100; i++) {
                LedgerRecord pending = arbitrary.pending("big", NOON);
                LedgerRecord.Settlement end = arbitrary.settled(pending).settlement().orElseThrow();
                ledger.settle(
                        pending.settled(
                                new LedgerRecord.Settlement(
                                        end.status(),
                                        end.target(),
                                        end.attempts(),
                                        end.usage(),
                                        end.cost(),
                                        end.failure(),
                                        Optional.of(megabyte),
                                        end.timeToFirstToken(),
                                        end.total(),
                                        end.overhead())));
            }

            List<LedgerRecord> scanned = new ArrayList<>();
            ledger.scan("big", NOON, NOON.plusSeconds(1), scanned::add);

            assertEquals(100, scanned.size());
        }

        private Ledger ledger(DynamoDbClient client, Instant now) {
            return new DynamoLedger(
                    client,
                    table,
                    DynamoLedger.DEFAULT_RETENTION,
                    Clock.fixed(now, ZoneOffset.UTC));
        }
    }

    @Nested
    final class Keys extends KeyStoreContract {
        @Override
        protected KeyStore empty() {
            return new DynamoKeyStore(dynamo.client(), dynamo.tables().keys());
        }

        @Override
        protected KeyStore failing() {
            return new DynamoKeyStore(unreachable, "keys");
        }

        @Test
        void a_list_is_bounded() {
            String table = dynamo.tables().keys();
            KeyStore keys = new DynamoKeyStore(dynamo.client(), table, 2);
            Arbitrary arbitrary = new Arbitrary(3);
            for (int i = 0; i < 5; i++) {
                keys.put(arbitrary.key("growth", NOON));
            }

            assertEquals(2, keys.list().size());
            assertEquals(5, new DynamoKeyStore(dynamo.client(), table).list().size());
        }

        @Test
        void a_deletion_that_is_repeated_as_its_reply_was_lost_still_tells_of_the_key() {
            String table = dynamo.tables().keys();
            VirtualKey key = new Arbitrary(3).key("growth", NOON);
            new DynamoKeyStore(dynamo.client(), table).put(key);

            assertTrue(new DynamoKeyStore(deletingTwice(), table).delete(key.id()));
        }

        private DynamoDbClient deletingTwice() {
            return (DynamoDbClient)
                    Proxy.newProxyInstance(
                            DynamoDbClient.class.getClassLoader(),
                            new Class<?>[] {DynamoDbClient.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("deleteItem")) {
                                    method.invoke(dynamo.client(), arguments);
                                }
                                return method.invoke(dynamo.client(), arguments);
                            });
        }
    }

    @Nested
    final class Catalogs extends CatalogStoreContract {
        @Override
        protected CatalogStore empty() {
            return new DynamoCatalogStore(dynamo.client(), dynamo.tables().catalog());
        }

        @Override
        protected CatalogStore failing() {
            return new DynamoCatalogStore(unreachable, "catalog");
        }
    }
}
