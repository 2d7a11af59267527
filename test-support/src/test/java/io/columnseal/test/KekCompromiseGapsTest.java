package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.key.LoggedEntry;
import io.columnseal.key.OutageSettings;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the answer to a leaked KEK could miss a key, and look complete. */
class KekCompromiseGapsTest {

    private static final String OLD = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee01";
    private static final String NEW = "ffeeddccbbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
    private static final String OWN = "a0a0a0a0bbaa99887766554433221100ffeeddccbbaa998877665544332211fe";
    private static final String OLD_ID = LocalKms.fromHex(OLD).kekId();
    private static final String NEW_ID = LocalKms.fromHex(NEW).kekId();
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private KeyId exposed;

    @BeforeEach
    void sealUnderTheOldKek() {
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD), store)) {
            seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), PLAINTEXT);
            exposed = active(seal, "clinic-1");
        }
    }

    /** As AWS does with an alias or a bare id, Azure and Google with a key without a version. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRefusedWhileTheLeakedKekIsCurrentUnderANameThatTheServiceHasNotToldYet(boolean describes) {
        try (ColumnSeal seal = start(new LateNamedKms(LocalKms.fromHex(OLD), describes), store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"))
                    .withMessageContaining("previous");

            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.ACTIVE);
        }
    }

    @Test
    void isRefusedWhileTheLeakedKekIsATenantsCurrentOne() {
        Kms own = new LateNamedKms(LocalKms.fromHex(OLD), true);
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", own)
                .kekResolver(tenant -> tenant.equals("clinic-1") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
    }

    /** As replicas of a key in several regions have. */
    @Test
    void marksWhatTheKekWrappedUnderAnotherNameOfIt() {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal seal = start(new ReplicaKms("us", LocalKms.fromHex(OLD)), table)) {
            seal.keys().initialize("clinic-1", "j.doe");
            seal.keys().initialize("clinic-2", "j.doe");
        }
        Kms current = new ReplicaKms("eu", rotated());
        try (ColumnSeal seal = start(current, table)) {
            seal.keks().rewrap("clinic-2", "j.doe", "moved");

            KekCompromiseReport report = seal.keks().markCompromised("eu/" + OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::tenant).containsExactlyInAnyOrder("clinic-1", "clinic-2");
            assertThat(report.complete()).isTrue();
        }
    }

    @Test
    void isRefusedWhileTheLeakedKekIsCurrentUnderAnotherNameOfIt() {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal seal = start(new ReplicaKms("us", LocalKms.fromHex(OLD)), table)) {
            seal.keys().initialize("clinic-1", "j.doe");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised("eu/" + OLD_ID, "j.doe", "leaked"));
        }
    }

    /** A mistyped version of a key that is known is known, too. */
    @Test
    void isRefusedForAKekThatNoRowAndNoEntryNames() {
        Kms knowingAll = new ForwardingKms(rotated()) {
            @Override
            public boolean knows(String kekId) {
                return true;
            }
        };
        try (ColumnSeal seal = start(knowingAll, store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised("local:mistyped", "j.doe", "leaked"))
                    .withMessageContaining("local:mistyped")
                    .withMessageContaining("status()");
        }
    }

    /** Its keys were suspended when it was answered, and it is no longer configured when they come back. */
    @Test
    void marksWhatComesBackAfterTheKekWasTakenOutOfTheConfiguration() {
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keys().suspend(exposed, "j.doe", "an inquiry");
            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete())
                    .isFalse();
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), store)) {
            seal.keys().resume(exposed, "j.doe", "closed");

            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").complete())
                    .isTrue();
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
    }

    @Test
    void isRefusedWhileItWrapsKeysThatNoKmsOpens() {
        // The SYSTEM key and all else but one key were moved
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keks().rewrap("j.doe", "yearly rotation");
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
            seal.keys().initialize("clinic-2", "j.doe");
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), store)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"))
                    .withMessageContaining("previous");
        }
    }

    @Test
    void asksNoKmsOnBehalfOfSomebodyWhoMayNot() {
        ColumnSealBuilder builder = builder(LocalKms.fromHex(OLD), store)
                .keyAuthorizer(access -> access.operation() != KeyOperation.COMPROMISE_KEK);
        try (ColumnSeal seal = builder.build()) {
            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
    }

    @Test
    void isRecordedAndFollowedAlsoWhereTheKmsFailsOnTheWay() throws InterruptedException {
        Kms kms = new ForwardingKms(rotated()) {
            @Override
            public WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
                throw new KmsUnavailableException(wrappedKey.kekId(), "down", null);
            }
        };
        BlockingQueue<KekCompromiseReport> told = new LinkedBlockingQueue<>();
        try (ColumnSeal seal = builder(kms, store).afterKekCompromise(told::add).build()) {
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));

            KekCompromiseReport report = told.poll(20, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.marked()).extracting(KeyInfo::id).containsExactly(exposed);
            assertThat(report.complete()).isFalse();
        }
        assertThat(entries("COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false);
        assertThat(entries("COMPROMISE_KEK").get(1).context()).startsWith("1 keys marked, 0 failed; ");
    }

    @Test
    void isRecordedAlsoWhereTheStoreFailsOnTheWay() {
        AtomicInteger reads = new AtomicInteger();
        DataKeyStore failing = reading(store, page -> {
            if (reads.incrementAndGet() == 3) {
                throw new KeyStoreUnavailableException("be reached", null);
            }
            return page;
        });
        try (ColumnSeal seal = start(rotated(), failing)) {
            assertThatExceptionOfType(KeyStoreUnavailableException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
        assertThat(entries("COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false);
    }

    /** A KMS of somebody else's making, which throws what it likes. */
    @Test
    void isNotStoppedByATenantsKmsThatThrowsAnything() {
        AtomicBoolean broken = new AtomicBoolean();
        Kms own = new ForwardingKms(LocalKms.fromHex(OWN)) {
            @Override
            public String kekId() {
                if (broken.get()) {
                    throw new IllegalStateException("Host is null");
                }
                return super.kekId();
            }
        };
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", own)
                .kekResolver(tenant -> tenant.equals("clinic-own") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            KeyId theirs = seal.keys().initialize("clinic-own", "j.doe").id();
            broken.set(true);

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::id).containsExactly(exposed);
            assertThat(report.rewrap().failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key().id()).isEqualTo(theirs);
                assertThat(failure.error()).hasMessageNotContaining("Host is null");
            });
            assertThat(report.rewrap().status().isUnused(OLD_ID)).isTrue();
            assertThat(report.complete()).isFalse();
        }
    }

    /** A node that had the leaked KEK still, and came to a halt between the making of a key and its activation. */
    @Test
    void doesNotLetAKeyBecomeActiveThatTheKekWrappedBefore() {
        AtomicBoolean answered = new AtomicBoolean();
        DataKeyStore stalling = new ForwardingStore(store) {
            @Override
            public boolean write(List<DataKeyRow> rows, List<Entry> entries, AccessLogChain chain) {
                boolean activates = rows.stream()
                        .anyMatch(row -> row.state() == KeyState.ACTIVE
                                && row.identity().tenant().equals("clinic-late"));
                if (activates && answered.compareAndSet(false, true)) {
                    try (ColumnSeal seal = start(rotated(), store)) {
                        seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");
                        assertThat(seal.keks()
                                        .markCompromised(OLD_ID, "j.doe", "again")
                                        .complete())
                                .isTrue();
                    }
                }
                return super.write(rows, entries, chain);
            }
        };
        try (ColumnSeal late = start(LocalKms.fromHex(OLD).withPrevious(NEW), stalling)) {
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> late.keys().initialize("clinic-late", "j.doe"))
                    .withMessageContaining("leaked");
        }
        try (ColumnSeal seal = start(rotated(), store)) {
            assertThat(seal.keys().history("clinic-late"))
                    .extracting(KeyInfo::state)
                    .containsOnly(KeyState.PENDING);
            assertThatCode(() -> seal.keys().initialize("clinic-late", "j.doe")).doesNotThrowAnyException();
        }
    }

    /** Then a node has it as its current one still, whatever was wrapped anew. */
    @Test
    void isIncompleteIfAKeyCameUnderTheKekMeanwhile() {
        AtomicInteger reads = new AtomicInteger();
        DataKeyStore watched = reading(store, page -> {
            // The log is read from its beginning once before keys are marked, and once more after all were wrapped anew
            if (!page.isEmpty() && page.get(0).sequence() == 1 && reads.incrementAndGet() == 2) {
                try (ColumnSeal late = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
                    late.keys().initialize("clinic-late", "j.doe");
                }
            }
            return page;
        });
        try (ColumnSeal seal = start(rotated(), watched)) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(reads).hasValue(2);
            assertThat(report.marked()).extracting(KeyInfo::tenant).contains("clinic-late");
            assertThat(report.complete()).isFalse();
            assertThat(report.late()).isEqualTo(1);

            KekCompromiseReport again = seal.keks().markCompromised(OLD_ID, "j.doe", "again");
            assertThat(again.complete()).isTrue();
            assertThat(again.late()).isZero();
        }
        assertThat(entries("COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false, true, true);
    }

    @Test
    void marksKeysOfWhichAnEntryIsGone() {
        assertMarksTheKeyIfTheLogIs(page ->
                page.stream().filter(logged -> !names(logged, OLD_ID)).toList());
    }

    @Test
    void marksKeysOfWhichAnEntryWasEdited() {
        assertMarksTheKeyIfTheLogIs(
                page -> page.stream().map(KekCompromiseGapsTest::edited).toList());
    }

    /** As if it had been put away: what is left is whole, and begins after the key was made. */
    @Test
    void marksKeysThatAreOlderThanTheLog() {
        assertMarksTheKeyIfTheLogIs(page -> {
            List<LoggedEntry> left = new ArrayList<>(page);
            for (int i = 0; i < page.size(); i++) {
                if (names(page.get(i), OLD_ID)) {
                    left = page.subList(i + 1, page.size());
                }
            }
            return left;
        });
    }

    @Test
    void marksAllKeysIfThereIsNoLog() {
        assertMarksTheKeyIfTheLogIs(page -> List.of());
    }

    @Test
    void marksAllKeysIfTheLogEndsEarly() {
        assertMarksTheKeyIfTheLogIs(page -> page.stream()
                .takeWhile(logged -> !names(logged, OLD_ID))
                .toList());
    }

    /** What the whole log vouches for stays: replacing it would cost a re-encryption for nothing. */
    @Test
    void letsKeysBeThatTheLogShowsUnderOtherKeksOnly() {
        try (ColumnSeal seal = start(rotated(), store)) {
            KeyId young = seal.keys().initialize("clinic-2", "j.doe").id();

            seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(seal.keys().info(young).state()).isEqualTo(KeyState.ACTIVE);
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
    }

    @Test
    void remembersOfAKeyThatWaitsForItsErasureThatItLeaked() {
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            letItWaitForItsErasure(exposed);

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.failures()).isEmpty();
            assertThat(report.marked()).isEmpty();
            seal.keys().cancelDestruction(exposed, "j.doe", "needed");
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
        assertThat(entries("COMPROMISE")).singleElement().satisfies(entry -> {
            assertThat(entry.keyId()).isEqualTo(exposed);
            assertThat(entry.actor()).isEqualTo("j.doe");
            assertThat(entry.reason()).isEqualTo("leaked");
        });
    }

    private void letItWaitForItsErasure(KeyId key) {
        DataKeyRow row = store.find(key).orElseThrow();
        DataKeyRow waiting = new DataKeyRow(
                row.identity(),
                KeyState.DESTROY_PENDING,
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision() + 1,
                row.stateMac());
        assertThat(store.write(List.of(waiting), List.of())).isTrue();
    }

    /** A key that was made under the new KEK, was under the old one once, and is back: the log alone can tell. */
    private void assertMarksTheKeyIfTheLogIs(UnaryOperator<List<LoggedEntry>> seen) {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        KeyId key;
        try (ColumnSeal seal = start(LocalKms.fromHex(NEW), table)) {
            key = seal.keys().initialize("clinic-1", "j.doe").id();
        }
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD).withPrevious(NEW), table)) {
            seal.keks().rewrap("clinic-1", "j.doe", "a slip");
        }
        try (ColumnSeal seal = start(rotated(), table)) {
            seal.keks().rewrap("clinic-1", "j.doe", "back");
        }
        try (ColumnSeal seal = start(rotated(), reading(table, seen))) {
            assertThat(seal.keks().markCompromised(OLD_ID, "j.doe", "leaked").marked())
                    .extracting(KeyInfo::id)
                    .containsExactly(key);
        }
    }

    private static boolean names(LoggedEntry logged, String kekId) {
        return kekId.equals(logged.entry().kekId())
                || kekId.equals(logged.entry().previousKekId());
    }

    private static LoggedEntry edited(LoggedEntry logged) {
        if (!names(logged, OLD_ID)) {
            return logged;
        }
        Entry entry = logged.entry();
        Entry other = new Entry(
                entry.time(),
                entry.operation(),
                entry.success(),
                entry.occurrences(),
                entry.actor(),
                entry.origin(),
                entry.keyId(),
                entry.keyVersion(),
                entry.previousKeyId(),
                entry.previousVersion(),
                NEW_ID,
                null,
                entry.tenant(),
                entry.context(),
                entry.reason(),
                entry.backup(),
                entry.error());
        return new LoggedEntry(logged.sequence(), other, logged.previousMac(), logged.macKey(), logged.mac());
    }

    /** The store, with a log that reads otherwise. */
    private static DataKeyStore reading(
            DataKeyStore table, Function<List<LoggedEntry>, List<LoggedEntry>> page) {
        return new ForwardingStore(table) {
            @Override
            public AccessLog accessLog() {
                return new ForwardingLog(super.accessLog()) {
                    @Override
                    public List<LoggedEntry> read(long after, int limit) {
                        return page.apply(new ArrayList<>(super.read(after, limit)));
                    }
                };
            }
        };
    }

    private List<Entry> entries(String operation) {
        return store.uses().stream()
                .filter(entry -> entry.operation().equals(operation))
                .toList();
    }

    private static KeyId active(ColumnSeal seal, String tenant) {
        return seal.keys().history(tenant).get(0).id();
    }

    private static LocalKms rotated() {
        return LocalKms.fromHex(NEW).withPrevious(OLD);
    }

    private static ColumnSeal start(Kms kms, DataKeyStore table) {
        return builder(kms, table).build();
    }

    private static ColumnSealBuilder builder(Kms kms, DataKeyStore table) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(table)
                .outages(OutageSettings.DEFAULT.withAttempts(1));
    }

    /** Has its KEK's name from the service, which was not asked yet. */
    private static final class LateNamedKms extends ForwardingKms {

        private final boolean describes;
        private volatile boolean named;

        LateNamedKms(Kms kms, boolean describes) {
            super(kms);
            this.describes = describes;
        }

        @Override
        public String kekId() {
            return named ? super.kekId() : "alias/columnseal";
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            named = true;
            return super.generateDataKey(context);
        }

        @Override
        public KekDescription describe() {
            named = named || describes;
            return describes
                    ? new KekDescription(kekId(), KekDescription.Status.ENABLED, null)
                    : KekDescription.unknown(kekId());
        }
    }

    /** Names its KEKs by the region that it is in, and opens what was wrapped in any of them. */
    private static final class ReplicaKms extends ForwardingKms {

        private final String region;

        ReplicaKms(String region, Kms kms) {
            super(kms);
            this.region = region;
        }

        private static String id(String kekId) {
            return kekId.substring(kekId.indexOf('/') + 1);
        }

        @Override
        public String kekId() {
            return region + "/" + super.kekId();
        }

        @Override
        public boolean knows(String kekId) {
            return super.knows(id(kekId));
        }

        @Override
        public boolean isSameKek(String kekId, String other) {
            return id(kekId).equals(id(other));
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            GeneratedDataKey generated = super.generateDataKey(context);
            return new GeneratedDataKey(generated.plaintext(), here(generated.wrapped()));
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            return here(super.wrap(dataKey, context));
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            return super.unwrap(new WrappedKey(id(wrappedKey.kekId()), wrappedKey.bytes()), context);
        }

        private WrappedKey here(WrappedKey wrapped) {
            return new WrappedKey(region + "/" + wrapped.kekId(), wrapped.bytes());
        }
    }
}
