package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekStatus;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.OutageSettings;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The KEK is rotated, and no key is lost whatever happens on the way. */
class RewrapTest {

    private static final String OLD = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee01";
    private static final String NEW = "ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
    private static final String OLD_ID = LocalKms.fromHex(OLD).kekId();
    private static final String NEW_ID = LocalKms.fromHex(NEW).kekId();
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void wrapsEveryKeyUnderTheCurrentKek() {
        sealUnderTheOldKek(store, 5);
        List<DataKeyRow> before = store.rows();
        try (ColumnSeal seal = start(rotating(), store)) {
            KekStatus status = seal.keks().status();
            assertThat(status.keys()).containsExactly(Map.entry(OLD_ID, before.size()));
            assertThat(status.outstanding()).isEqualTo(before.size());
            assertThat(status.isUnused(OLD_ID)).isFalse();

            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.rewrapped()).isEqualTo(before.size());
            assertThat(report.complete()).isTrue();
            assertThat(report.status().keys()).containsExactly(Map.entry(NEW_ID, before.size()));
            assertThat(report.status().isUnused(OLD_ID)).isTrue();
            assertThat(report.status().isUnused(NEW_ID)).isFalse();
        }
        assertThat(events.stream().filter(SealEvent.KeyRewrapped.class::isInstance))
                .hasSize(before.size());
        assertEverythingOpens(LocalKms.fromHex(NEW), store);
    }

    @Test
    void saysHowFarItIs() {
        sealUnderTheOldKek(store, 5);
        try (ColumnSeal seal = start(rotating(), store)) {
            seal.keys().initialize("clinic-new", "test");

            KekStatus status = seal.keks().status();

            assertThat(status).hasToString("13 of 14 data keys are not under " + NEW_ID);
            assertThat(status.isUnused(OLD_ID)).isFalse();
        }
    }

    @Test
    void recordsEveryRewrapWithTheRowItChanged() {
        sealUnderTheOldKek(store, 1);
        try (ColumnSeal seal = start(rotating(), store)) {
            seal.keks().rewrap("j.doe", "quarterly");
        }

        List<AccessLog.Entry> rewraps = rewraps(store);
        assertThat(rewraps).hasSameSizeAs(store.rows()).allSatisfy(entry -> {
            assertThat(entry.success()).isTrue();
            assertThat(entry.actor()).isEqualTo("j.doe");
            assertThat(entry.reason()).isEqualTo("quarterly");
            assertThat(entry.kekId()).isEqualTo(NEW_ID);
            assertThat(entry.previousKekId()).isEqualTo(OLD_ID);
        });
    }

    @Test
    void doesNothingWhenRunAgain() {
        sealUnderTheOldKek(store, 2);
        try (ColumnSeal seal = start(rotating(), store)) {
            seal.keks().rewrap("j.doe", "quarterly");
            List<DataKeyRow> after = store.rows();

            assertThat(seal.keks().rewrap("j.doe", "again").rewrapped()).isZero();
            assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(after);
        }
    }

    /** The grace of INDEX rotations is counted from it. */
    @Test
    void changesNothingButTheWrapping() {
        sealUnderTheOldKek(store, 1);
        List<KeyInfo> before = infos(store);
        try (ColumnSeal seal = start(rotating(), store)) {
            seal.keks().rewrap("j.doe", "quarterly");
        }

        assertThat(infos(store))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("kekId")
                .containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void reportsAnEditedRowAndDoesNotVouchForIt() {
        sealUnderTheOldKek(store, 2);
        DataKeyRow active = store.findActive("clinic-0", KeyUsage.FIELD).orElseThrow();
        DataKeyRow edited = KeyRows.changed(active, KeyState.ACTIVE);
        store.write(List.of(edited), List.of());
        KeyId id = edited.identity().id();

        try (ColumnSeal seal = start(rotating(), store)) {
            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.complete()).isFalse();
            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key().id()).isEqualTo(id);
                assertThat(failure.error()).isInstanceOf(KeyRejectedException.class);
            });
            assertThat(report.status().unverified()).containsExactly(id);
            assertThat(report.status().outstanding()).isZero();
            assertThat(report.status().isUnused(OLD_ID)).isFalse();
        }
        assertThat(store.find(id)).contains(edited);
        assertThat(rewraps(store)).filteredOn(entry -> !entry.success()).hasSize(1);
    }

    /** Whoever edits the column could otherwise have the old KEK thrown away too early. */
    @Test
    void doesNotBelieveAnEditedKekId() {
        sealUnderTheOldKek(store, 1);
        DataKeyRow active = store.findActive("clinic-0", KeyUsage.FIELD).orElseThrow();
        WrappedKey renamed = new WrappedKey(NEW_ID, active.wrappedKey().bytes());
        store.write(List.of(KeyRows.rewrapped(active, renamed)), List.of());

        try (ColumnSeal seal = start(rotating(), store)) {
            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.status().unverified())
                    .containsExactly(active.identity().id());
            assertThat(report.status().isUnused(OLD_ID)).isFalse();
        }
    }

    @Test
    void leavesDestroyedKeysAlone() {
        sealUnderTheOldKek(store, 1);
        DataKeyRow active = store.findActive("clinic-0", KeyUsage.FIELD).orElseThrow();
        store.write(List.of(KeyRows.erased(active)), List.of());

        try (ColumnSeal seal = start(rotating(), store)) {
            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.failures()).isEmpty();
            // Nothing vouches for its being destroyed
            assertThat(report.status().unverified())
                    .containsExactly(active.identity().id());
        }
    }

    @Test
    void reportsAKeyWhoseKekIsNotConfigured() {
        sealUnderTheOldKek(store, 1);
        try (ColumnSeal seal = start(rotating(), store)) {
            seal.keks().rewrap("j.doe", "quarterly");
            String third = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
            try (ColumnSeal other = start(LocalKms.fromHex(third).withPrevious(NEW), store)) {
                other.keys().initialize("clinic-third", "test");
            }

            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key().tenant()).isEqualTo("clinic-third");
                assertThat(failure.error()).isInstanceOf(KmsKeyNotFoundException.class);
            });
            assertThat(report.status().outstanding()).isEqualTo(1);
        }
    }

    @Test
    void storesNoWrappingThatDoesNotUnwrapToTheKey() {
        sealUnderTheOldKek(store, 2);
        List<DataKeyRow> before = store.rows();
        Kms lying = new ForwardingKms(rotating()) {
            @Override
            public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
                byte[] other = dataKey.clone();
                other[0] ^= 1;
                return super.wrap(other, context);
            }
        };
        try (ColumnSeal seal = start(lying, store)) {
            RewrapReport report = seal.keks().rewrap("j.doe", "quarterly");

            assertThat(report.rewrapped()).isZero();
            assertThat(report.failures()).hasSameSizeAs(before);
        }
        assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void storesNoWrappingUnderAnotherKekThanTheCurrentOne() {
        sealUnderTheOldKek(store, 1);
        List<DataKeyRow> before = store.rows();
        Kms unmoved = new ForwardingKms(LocalKms.fromHex(OLD)) {
            @Override
            public String kekId() {
                return NEW_ID;
            }
        };
        try (ColumnSeal seal = start(unmoved, store)) {
            assertThat(seal.keks().rewrap("j.doe", "quarterly").failures()).hasSameSizeAs(before);
        }
        assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void stopsAtTheFirstRowThatTheStoreDoesNotKeepAsWritten() {
        sealUnderTheOldKek(store, 3);
        AtomicInteger altered = new AtomicInteger();
        DataKeyStore truncating = new ForwardingStore(store) {
            @Override
            public Optional<DataKeyRow> find(KeyId id) {
                return super.find(id).map(row -> {
                    if (!row.wrappedKey().kekId().equals(NEW_ID)) {
                        return row;
                    }
                    altered.incrementAndGet();
                    return KeyRows.withoutMac(row);
                });
            }
        };
        try (ColumnSeal seal = start(rotating(), truncating)) {
            assertThatThrownBy(() -> seal.keks().rewrap("j.doe", "quarterly"))
                    .isInstanceOf(KeyStoreRefusedException.class)
                    .hasMessageContaining("came back altered");
        }
        assertThat(altered).hasValue(1);
        assertThat(store.rows())
                .filteredOn(row -> row.wrappedKey().kekId().equals(NEW_ID))
                .hasSize(1);
    }

    @Test
    void keepsAChangeThatIsMadeInBetween() {
        sealUnderTheOldKek(store, 1);
        try (ColumnSeal other = start(rotating(), store)) {
            DataKeyStore overtaken = new ForwardingStore(store) {
                private boolean done;

                @Override
                public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> uses, AccessLogChain chain) {
                    if (!done && rows.get(0).identity().usage() == KeyUsage.FIELD) {
                        done = true;
                        other.keys().rotate("clinic-0", "other", "meanwhile");
                    }
                    return super.write(rows, uses, chain);
                }
            };
            try (ColumnSeal seal = start(rotating(), overtaken)) {
                assertThat(seal.keks().rewrap("j.doe", "quarterly").complete()).isTrue();
            }
            assertThat(other.keys().history("clinic-0"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED, KeyState.RETIRED);
        }
        assertEverythingOpens(LocalKms.fromHex(NEW), store);
    }

    @Test
    @Timeout(60)
    void letsAKeyBecomeActiveThatWasRewrappedWhileItWasPending() {
        TestKms kms = new TestKms();
        LocalKms next = LocalKms.fromHex(NEW);
        // Between the two writes of its ceremony, another node wraps the key under another KEK
        Kms both = new TwoKeks(next, kms);
        try (ColumnSeal rewrapping = start(both, store)) {
            AtomicInteger passes = new AtomicInteger();
            DataKeyStore slow = new ForwardingStore(store) {
                @Override
                public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> uses, AccessLogChain chain) {
                    if (rows.get(0).state() == KeyState.ACTIVE && passes.getAndIncrement() == 0) {
                        assertThat(rewrapping
                                        .keks()
                                        .rewrap("other", "meanwhile")
                                        .rewrapped())
                                .isPositive();
                    }
                    return super.write(rows, uses, chain);
                }
            };
            try (ColumnSeal seal = start(new TwoKeks(kms, next), slow)) {
                KeyInfo made = seal.keys().initialize("clinic-1", "test");

                assertThat(made.state()).isEqualTo(KeyState.ACTIVE);
                assertThat(made.kekId()).isEqualTo(NEW_ID);
            }
            assertThat(rewrapping.keks().status().isUnused(kms.kekId())).isTrue();
        }
    }

    @Test
    void movesAlsoTheKeyThatAnInterruptedFirstStartLeftBehind() {
        TestKms failing = new TestKms();
        failing.failWith(TestKms.Call.UNWRAP, kek -> new KmsUnavailableException(kek, "down", null));
        assertThatThrownBy(() -> start(failing, store)).isInstanceOf(KmsUnavailableException.class);
        failing.recover();
        LocalKms next = LocalKms.fromHex(NEW);
        try (ColumnSeal seal = start(new TwoKeks(next, failing), store)) {
            assertThat(seal.keks().status().unverified()).isEmpty();
            assertThat(seal.keks().rewrap("j.doe", "test").complete()).isTrue();
            assertThat(seal.keks().status().isUnused(failing.kekId())).isTrue();
        }
    }

    @Test
    void canBeRunAgainWhereverTheStoreFailed() {
        int stopped = 0;
        for (int failingCall = 0; ; failingCall++) {
            InMemoryDataKeyStore table = new InMemoryDataKeyStore();
            sealed.clear();
            sealUnderTheOldKek(table, 2);
            FailingStore failing = new FailingStore(table, failingCall);
            try (ColumnSeal seal = start(rotating(), failing)) {
                seal.keks().rewrap("j.doe", "quarterly");
            } catch (ColumnSealException e) {
                assertThat(e).isInstanceOf(Retryable.class);
                stopped++;
            }
            assertEverythingOpens(rotating(), table);
            try (ColumnSeal seal = start(rotating(), table)) {
                assertThat(seal.keks().rewrap("j.doe", "again").complete()).isTrue();
            }
            assertEverythingOpens(LocalKms.fromHex(NEW), table);
            if (!failing.hasFailed()) {
                break;
            }
        }
        // Seven keys, each with a write and a read back, before and after they are done
        assertThat(stopped).isGreaterThan(28);
    }

    @Test
    void canBeRunAgainWhereverTheKmsFailed() {
        int stopped = 0;
        for (int failingCall = 0; ; failingCall++) {
            InMemoryDataKeyStore table = new InMemoryDataKeyStore();
            sealed.clear();
            sealUnderTheOldKek(table, 2);
            AtomicInteger calls = new AtomicInteger(failingCall);
            Function<String, RuntimeException> down = kek -> new KmsUnavailableException(kek, "down", null);
            Kms failing = new ForwardingKms(rotating()) {
                @Override
                public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
                    if (calls.getAndDecrement() == 0) {
                        throw down.apply(kekId());
                    }
                    return super.wrap(dataKey, context);
                }

                @Override
                public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
                    if (calls.getAndDecrement() == 0) {
                        throw down.apply(kekId());
                    }
                    return super.unwrap(wrappedKey, context);
                }
            };
            try (ColumnSeal seal = start(failing, table)) {
                seal.keks().rewrap("j.doe", "quarterly");
            } catch (KmsUnavailableException e) {
                stopped++;
            }
            assertEverythingOpens(rotating(), table);
            try (ColumnSeal seal = start(rotating(), table)) {
                assertThat(seal.keks().rewrap("j.doe", "again").complete()).isTrue();
            }
            assertEverythingOpens(LocalKms.fromHex(NEW), table);
            if (calls.get() >= 0) {
                break;
            }
        }
        assertThat(stopped).isGreaterThan(20);
    }

    @Test
    @Timeout(120)
    void wrapsEachKeyOnceWhenManyNodesDoItAtOnce() {
        DataKeyStore table = JdbcStores.empty(H2Database.dataSource());
        int keys = sealUnderTheOldKek(table, 20);
        List<ColumnSeal> nodes = new ArrayList<>();
        try {
            for (int node = 0; node < 4; node++) {
                nodes.add(start(rotating(), table));
            }
            List<CompletableFuture<RewrapReport>> passes = nodes.stream()
                    .map(node -> CompletableFuture.supplyAsync(() -> node.keks().rewrap("j.doe", "all at once")))
                    .toList();

            assertThat(passes.stream().mapToInt(pass -> pass.join().rewrapped()).sum())
                    .isEqualTo(keys);
            assertThat(passes)
                    .allSatisfy(pass -> assertThat(pass.join().complete()).isTrue());
        } finally {
            nodes.forEach(ColumnSeal::close);
        }
        Set<KeyId> rewrapped = new HashSet<>();
        events.stream()
                .filter(SealEvent.KeyRewrapped.class::isInstance)
                .map(SealEvent.KeyRewrapped.class::cast)
                .forEach(event -> assertThat(rewrapped.add(event.key())).isTrue());
        assertThat(rewrapped).hasSize(keys);
        assertEverythingOpens(LocalKms.fromHex(NEW), table);
    }

    @Test
    void isRefusedWithoutActorOrReason() {
        try (ColumnSeal seal = start(rotating(), store)) {
            assertThatThrownBy(() -> seal.keks().rewrap(" ", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> seal.keks().rewrap("x", "")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Of each tenant a retired and an active key, of the first an INDEX key, and the SYSTEM key. */
    private int sealUnderTheOldKek(DataKeyStore table, int tenants) {
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD), table)) {
            for (int i = 0; i < tenants; i++) {
                String tenant = "clinic-" + i;
                FieldContext first = FieldContext.of(tenant, "patient.ssn");
                sealed.put(first, seal.fields().encrypt(first, PLAINTEXT));
                seal.keys().rotate(tenant, "test", "test");
                FieldContext second = FieldContext.of(tenant, "patient.name");
                sealed.put(second, seal.fields().encrypt(second, PLAINTEXT));
            }
            seal.indexes().indexValue(IndexContext.of("clinic-0", "patient.ssn", ""), PLAINTEXT);
            seal.indexes().indexValue(IndexContext.of("clinic-x", "patient.ssn", ""), PLAINTEXT);
            return 2 * tenants + 3;
        }
    }

    private void assertEverythingOpens(Kms kms, DataKeyStore table) {
        try (ColumnSeal seal = start(kms, table)) {
            sealed.forEach((context, value) ->
                    assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
        }
    }

    private static LocalKms rotating() {
        return LocalKms.fromHex(NEW).withPrevious(OLD);
    }

    private static List<AccessLog.Entry> rewraps(InMemoryDataKeyStore table) {
        return table.uses().stream()
                .filter(entry -> entry.operation().equals("REWRAP"))
                .toList();
    }

    private static List<KeyInfo> infos(InMemoryDataKeyStore table) {
        return table.rows().stream().map(DataKeyRow::info).toList();
    }

    private ColumnSeal start(Kms kms, DataKeyStore table) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(table)
                // One call that fails stops what it is part of
                .outages(OutageSettings.DEFAULT.withAttempts(1))
                .listener(events::add)
                .build();
    }
}
