package io.columnseal.test;

import static io.columnseal.test.LeakedKek.NEW;
import static io.columnseal.test.LeakedKek.NEW_ID;
import static io.columnseal.test.LeakedKek.OLD;
import static io.columnseal.test.LeakedKek.OLD_ID;
import static io.columnseal.test.LeakedKek.PLAINTEXT;
import static io.columnseal.test.LeakedKek.builder;
import static io.columnseal.test.LeakedKek.entries;
import static io.columnseal.test.LeakedKek.rotated;
import static io.columnseal.test.LeakedKek.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ColumnSealException;
import io.columnseal.FieldContext;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.SealEvent;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The KEK leaked: everything that it ever wrapped is replaced, whatever happens on the way. */
class KekCompromiseTest {

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();

    @Test
    void marksEveryKeyThatItWrapsAndReplacesTheActiveOnes() {
        sealUnderTheOldKek(store, 3);
        Set<KeyId> exposed = ids(store);
        try (ColumnSeal seal = start(rotated(), store)) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "in a public repository");

            assertThat(report.complete()).isTrue();
            assertThat(report.kekId()).isEqualTo(OLD_ID);
            assertThat(report.marked()).extracting(KeyInfo::id).containsExactlyInAnyOrderElementsOf(exposed);
            assertThat(report.rewrap().status().isUnused(OLD_ID)).isTrue();
            assertThat(infos(store))
                    .allSatisfy(key -> assertThat(key.state())
                            .isEqualTo(exposed.contains(key.id()) ? KeyState.COMPROMISED : KeyState.ACTIVE));
            assertThat(infos(store))
                    .filteredOn(key -> key.state() == KeyState.ACTIVE)
                    .hasSize(5);
        }
        assertEverythingOpens(LocalKms.fromHex(NEW), store);
    }

    @Test
    void marksAlsoKeysThatWereWrappedAnewBeforeTheLeakWasKnown() {
        sealUnderTheOldKek(store, 2);
        Set<KeyId> exposed = ids(store);
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().rewrap("j.doe", "yearly rotation");
            KeyId young = seal.keys().initialize("clinic-new", "j.doe").id();

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::id).containsExactlyInAnyOrderElementsOf(exposed);
            assertThat(seal.keys().info(young).state()).isEqualTo(KeyState.ACTIVE);
        }
    }

    @Test
    void marksNothingThatIsMarked() {
        sealUnderTheOldKek(store, 2);
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
            List<DataKeyRow> after = store.rows();

            KekCompromiseReport again = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(again.marked()).isEmpty();
            assertThat(again.complete()).isTrue();
            assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(after);
        }
    }

    @Test
    void marksWhatAnotherNodeMakesUnderItMeanwhile() {
        sealUnderTheOldKek(store, 2);
        AtomicBoolean made = new AtomicBoolean();
        ColumnSealBuilder builder = builder(rotated(), store).listener(event -> {
            if (event instanceof SealEvent.KeyRewrapped && made.compareAndSet(false, true)) {
                try (ColumnSeal late = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
                    late.keys().initialize("clinic-late", "j.doe");
                }
                // As the pass does with those that it meets, so that the log alone tells
                try (ColumnSeal other = start(rotated(), store)) {
                    other.keks().rewrap("clinic-late", "j.doe", "yearly rotation");
                }
            }
        });
        try (ColumnSeal seal = builder.build()) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(made).isTrue();
            assertThat(report.marked()).extracting(KeyInfo::tenant).contains("clinic-late");
            assertThat(report.late()).isEqualTo(1);
            assertThat(seal.keys().history("clinic-late"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
        }
    }

    @Test
    void isNotStoppedByAKeyThatFailsAndTakesItUpAgain() {
        sealUnderTheOldKek(store, 3);
        Set<KeyId> exposed = ids(store);
        try (ColumnSeal seal = start(rotated(), store)) {
            KeyId suspended = seal.keys().history("clinic-1").get(0).id();
            seal.keys().suspend(suspended, "j.doe", "an inquiry");

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.complete()).isFalse();
            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key().id()).isEqualTo(suspended);
                assertThat(failure.error()).isInstanceOf(KeyUnusableException.class);
                assertThat(failure.problem()).contains("resume it");
            });
            assertThat(report.marked()).hasSize(exposed.size() - 1);
            assertThat(report.rewrap().complete()).isTrue();

            seal.keys().resume(suspended, "j.doe", "closed");
            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").marked())
                    .extracting(KeyInfo::id)
                    .containsExactly(suspended);
        }
    }

    @Test
    void isNotStoppedByATenantWhoseOwnKmsFails() {
        Kms failing = new ForwardingKms(LocalKms.fromHex(NEW.replace('f', 'a'))) {
            @Override
            public GeneratedDataKey generateDataKey(EncryptionContext context) {
                throw new KmsKeyDisabledException(kekId(), "disabled", null);
            }
        };
        sealUnderTheOldKek(store, 3);
        Set<KeyId> exposed = ids(store);
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", failing)
                .kekResolver(tenant -> tenant.equals("clinic-1") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.key().tenant()).isEqualTo("clinic-1"));
            assertThat(report.marked()).hasSize(exposed.size() - 1);
        }
    }

    @Test
    void canBeRunAgainWhereverTheStoreFailed() {
        int stopped = 0;
        for (int failingCall = 0; ; failingCall++) {
            InMemoryDataKeyStore table = new InMemoryDataKeyStore();
            sealed.clear();
            sealUnderTheOldKek(table, 2);
            Set<KeyId> exposed = ids(table);
            FailingStore failing = new FailingStore(table, failingCall);
            try (ColumnSeal seal = start(rotated(), failing)) {
                if (!seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete()) {
                    stopped++;
                }
            } catch (ColumnSealException e) {
                stopped++;
            }
            assertEverythingOpens(rotated(), table);
            try (ColumnSeal seal = start(rotated(), table)) {
                KekCompromiseReport again = seal.keks().markCompromised(OLD_ID, "j.doe", "again");
                assertThat(again.failures()).isEmpty();
                assertThat(again.complete()).isTrue();
            }
            assertThat(infos(table))
                    .filteredOn(key -> exposed.contains(key.id()))
                    .hasSameSizeAs(exposed)
                    .allSatisfy(key -> assertThat(key.state()).isEqualTo(KeyState.COMPROMISED));
            assertEverythingOpens(LocalKms.fromHex(NEW), table);
            if (!failing.hasFailed()) {
                break;
            }
        }
        assertThat(stopped).isGreaterThan(40);
    }

    @Test
    void recordsThatItBeganWhatItDidAndEachKey() {
        sealUnderTheOldKek(store, 1);
        int exposed = ids(store).size();
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
        }

        assertThat(entries(store, "COMPROMISE_KEK")).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("j.doe");
            assertThat(entry.reason()).isEqualTo("leaked");
            assertThat(entry.previousKekId()).isEqualTo(OLD_ID);
            assertThat(entry.kekId()).isEqualTo(NEW_ID);
            assertThat(entry.success()).isTrue();
        });
        assertThat(entries(store, "COMPROMISE_KEK").get(0).context()).isEqualTo("begun");
        assertThat(entries(store, "COMPROMISE_KEK").get(1).context())
                .startsWith(exposed + " keys marked, 0 failed; 0 of ");
        assertThat(entries(store, "COMPROMISE")).hasSize(exposed);
    }

    @Test
    void recordsThatSomethingIsLeft() {
        sealUnderTheOldKek(store, 1);
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keys().suspend("clinic-0", "j.doe", "an inquiry");
            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
        }

        assertThat(entries(store, "COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false);
    }

    @Test
    void isFollowedByWhatIsConfiguredAlsoWhenItIsRunAgain() throws InterruptedException {
        sealUnderTheOldKek(store, 1);
        BlockingQueue<KekCompromiseReport> told = new LinkedBlockingQueue<>();
        try (ColumnSeal seal =
                builder(rotated(), store).afterKekCompromise(told::add).build()) {
            KekCompromiseReport first = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(first);

            KekCompromiseReport again = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(again);
        }
    }

    /** Of each tenant a retired and an active key, of two an INDEX key, of one a key of files. */
    private void sealUnderTheOldKek(DataKeyStore table, int tenants) {
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
            seal.keys().rotateFiles("clinic-0", "test", "test");
        }
    }

    private void assertEverythingOpens(Kms kms, DataKeyStore table) {
        try (ColumnSeal seal = start(kms, table)) {
            sealed.forEach((context, value) ->
                    assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
        }
    }

    /** Of all keys but the SYSTEM key. */
    private static Set<KeyId> ids(InMemoryDataKeyStore table) {
        return infos(table).stream().map(KeyInfo::id).collect(Collectors.toSet());
    }

    private static List<KeyInfo> infos(InMemoryDataKeyStore table) {
        return table.rows().stream()
                .map(DataKeyRow::info)
                .filter(key -> key.usage() != KeyUsage.SYSTEM)
                .toList();
    }
}
