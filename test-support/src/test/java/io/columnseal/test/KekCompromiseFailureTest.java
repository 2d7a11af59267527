package io.columnseal.test;

import static io.columnseal.test.LeakedKek.NEW;
import static io.columnseal.test.LeakedKek.OLD;
import static io.columnseal.test.LeakedKek.OLD_ID;
import static io.columnseal.test.LeakedKek.builder;
import static io.columnseal.test.LeakedKek.entries;
import static io.columnseal.test.LeakedKek.reading;
import static io.columnseal.test.LeakedKek.rotated;
import static io.columnseal.test.LeakedKek.sealOne;
import static io.columnseal.test.LeakedKek.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.AccessLog.Entry;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.Keks;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyNotes;
import io.columnseal.key.KeyState;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails, or happens beside it, while a leaked KEK is answered keeps no key from being marked, and shows. */
class KekCompromiseFailureTest {

    private static final String OWN = "a0a0a0a0bbaa99887766554433221100ffeeddccbbaa998877665544332211fe";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private KeyId exposed;

    @BeforeEach
    void sealUnderTheOldKek() {
        exposed = sealOne(store);
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
        assertThat(entries(store, "COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false);
        assertThat(entries(store, "COMPROMISE_KEK").get(1).context()).startsWith("1 keys marked, 0 failed; ");
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
        assertThat(entries(store, "COMPROMISE_KEK")).extracting(Entry::success).containsExactly(true, false);
    }

    /** Each key would wait for it in vain, for hours where there are thousands. */
    @Test
    void stopsWhereTheKeyStoreIsAway() {
        try (ColumnSeal seal = start(LocalKms.fromHex(OLD), store)) {
            for (int i = 2; i <= 20; i++) {
                seal.keys().initialize("clinic-" + i, "j.doe");
            }
        }
        AtomicInteger failed = new AtomicInteger();
        DataKeyStore failing = new ForwardingStore(store) {
            @Override
            public boolean write(List<DataKeyRow> rows, List<Entry> entries, AccessLogChain chain) {
                failed.incrementAndGet();
                throw new KeyStoreUnavailableException("be reached", null);
            }
        };
        try (ColumnSeal seal = start(rotated(), failing)) {
            assertThatExceptionOfType(KeyStoreUnavailableException.class)
                    .isThrownBy(() -> seal.keks().markCompromised(OLD_ID, "j.doe", "leaked"));
        }
        assertThat(failed).hasValue(3);
        assertThat(entries(store, "COMPROMISE_KEK")).extracting(Entry::context).contains("stopped; 0 keys marked");
    }

    /** Before the end, all is looked at once more. */
    @Test
    void isCompleteIfWhatFailedWorksTheSecondTime() {
        AtomicBoolean failed = new AtomicBoolean();
        Kms own = new ForwardingKms(LocalKms.fromHex(OWN)) {
            @Override
            public GeneratedDataKey generateDataKey(EncryptionContext context) {
                if (failed.compareAndSet(false, true)) {
                    throw new KmsKeyDisabledException(kekId(), "disabled", null);
                }
                return super.generateDataKey(context);
            }
        };
        ColumnSealBuilder builder = builder(rotated(), store)
                .tenantKms("own", own)
                .kekResolver(tenant -> tenant.equals("clinic-1") ? "own" : null);
        try (ColumnSeal seal = builder.build()) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(failed).isTrue();
            assertThat(report.failures()).isEmpty();
            assertThat(report.marked()).extracting(KeyInfo::id).containsExactly(exposed);
            assertThat(report.complete()).isTrue();
        }
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

    /**
     * A node that had the leaked KEK still, and came to a halt between the making of a key and its activation.
     *
     * @param rewrapped whether its key was wrapped anew before the leak was answered, so that only the log tells
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotLetAKeyBecomeActiveThatTheKekWrappedBefore(boolean rewrapped) {
        Queue<Consumer<Keks>> meanwhile = new ArrayDeque<>();
        if (rewrapped) {
            meanwhile.add(keks -> keks.rewrap("j.doe", "yearly rotation"));
        }
        meanwhile.add(keks -> {
            keks.markCompromised(OLD_ID, "j.doe", "leaked");
            assertThat(keks.markCompromised(OLD_ID, "j.doe", "again").complete())
                    .isTrue();
        });
        DataKeyStore stalling = new ForwardingStore(store) {
            @Override
            public boolean write(List<DataKeyRow> rows, List<Entry> entries, AccessLogChain chain) {
                boolean activates = rows.stream()
                        .anyMatch(row -> row.state() == KeyState.ACTIVE
                                && row.identity().tenant().equals("clinic-late"));
                if (activates && !meanwhile.isEmpty()) {
                    try (ColumnSeal seal = start(rotated(), store)) {
                        meanwhile.remove().accept(seal.keks());
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
        assertThat(entries(store, "COMPROMISE_KEK"))
                .extracting(Entry::success)
                .containsExactly(true, false, true, true);
    }

    @Test
    void countsKeysThatANodeWrappedUnderItAgain() {
        AtomicInteger reads = new AtomicInteger();
        DataKeyStore watched = reading(store, page -> {
            if (!page.isEmpty() && page.get(0).sequence() == 1 && reads.incrementAndGet() == 2) {
                try (ColumnSeal late = start(LocalKms.fromHex(OLD).withPrevious(NEW), store)) {
                    late.keks().rewrap("clinic-1", "j.doe", "a slip");
                }
            }
            return page;
        });
        try (ColumnSeal seal = start(rotated(), watched)) {
            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            // The leaked key, which is marked, and its successor, which has leaked by it
            assertThat(report.late()).isEqualTo(2);
            assertThat(report.marked()).hasSize(2);
        }
    }

    @Test
    void marksAKeyWhoseErasureIsCancelledJustThen() {
        AtomicInteger asked = new AtomicInteger(Integer.MIN_VALUE);
        DataKeyStore cancelling = new ForwardingStore(store) {
            @Override
            public KeyNotes notes() {
                // Looked for the first time, and about to be written the second time
                if (asked.incrementAndGet() == 2) {
                    try (ColumnSeal seal = start(rotated(), store)) {
                        seal.keys().cancelDestruction(exposed, "j.doe", "needed");
                    }
                }
                return super.notes();
            }
        };
        try (ColumnSeal seal = start(rotated(), cancelling)) {
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            letWaitForItsErasure();
            asked.set(0);

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.marked()).extracting(KeyInfo::id).containsExactly(exposed);
            assertThat(report.failures()).isEmpty();
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
        assertThat(entries(store, "COMPROMISE")).extracting(Entry::context).doesNotContain("waits for its erasure");
    }

    @Test
    void remembersOfAKeyThatWaitsForItsErasureThatItLeaked() {
        try (ColumnSeal seal = start(rotated(), store)) {
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            letWaitForItsErasure();

            KekCompromiseReport report = seal.keks().markCompromised(OLD_ID, "j.doe", "leaked");

            assertThat(report.failures()).isEmpty();
            assertThat(report.marked()).isEmpty();
            seal.keys().cancelDestruction(exposed, "j.doe", "needed");
            assertThat(seal.keys().info(exposed).state()).isEqualTo(KeyState.COMPROMISED);
        }
        assertThat(entries(store, "COMPROMISE")).singleElement().satisfies(entry -> {
            assertThat(entry.keyId()).isEqualTo(exposed);
            assertThat(entry.actor()).isEqualTo("j.doe");
            assertThat(entry.reason()).isEqualTo("leaked");
        });
    }

    private void letWaitForItsErasure() {
        DataKeyRow retired = store.find(exposed).orElseThrow();
        assertThat(store.write(List.of(KeyRows.changed(retired, KeyState.DESTROY_PENDING)), List.of()))
                .isTrue();
    }
}
