package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.TenantInvalidException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a key comes to life, and what is left when something fails on the way. */
class KeyCeremonyTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void commitsAKeyAndReadsItBackBeforeItSeals() {
        RecordingStore recording = new RecordingStore(store);
        try (ColumnSeal seal = start(kms, recording)) {
            recording.calls.clear();
            kms.beforeEach(call -> recording.calls.add(call.name()));
            seal.fields().encrypt(SSN, PLAINTEXT);
        }

        assertThat(recording.calls)
                .containsExactly("GENERATE", "write PENDING", "find PENDING", "UNWRAP", "write ACTIVE");
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKms.Call.class,
            names = {"GENERATE", "UNWRAP"})
    void sealsNothingWhenTheKmsFailsInTheFirstCeremony(TestKms.Call failing) {
        try (ColumnSeal seal = start(kms, store)) {
            kms.failWith(failing, kek -> new KmsUnavailableException(kek, "down", null));
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
            assertThat(fieldKeys()).extracting(DataKeyRow::state).doesNotContain(KeyState.ACTIVE);

            kms.recover();
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
        assertThat(fieldKeys()).extracting(DataKeyRow::state).containsOnlyOnce(KeyState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKms.Call.class,
            names = {"GENERATE", "UNWRAP"})
    void keepsTheOldKeyWhenTheKmsFailsInARotation(TestKms.Call failing) {
        try (ColumnSeal seal = start(kms, store)) {
            byte[] before = seal.fields().encrypt(SSN, PLAINTEXT);
            kms.failWith(failing, kek -> new KmsUnavailableException(kek, "down", null));
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.keys().rotate("clinic-1", "test", "test"));

            byte[] after = seal.fields().encrypt(SSN, PLAINTEXT);
            assertThat(SealedValue.header(after)).isEqualTo(SealedValue.header(before));

            kms.recover();
            KeyInfo rotated = seal.keys().rotate("clinic-1", "test", "test");
            assertThat(SealedValue.header(seal.fields().encrypt(SSN, PLAINTEXT)))
                    .hasValueSatisfying(header -> assertThat(header.key()).isEqualTo(rotated.id()));
            assertThat(seal.fields().decrypt(SSN, before)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void asksTheKmsTwiceInARotation() {
        try (ColumnSeal seal = start(kms, store)) {
            seal.fields().encrypt(SSN, PLAINTEXT);
            int before = kms.calls();

            seal.keys().rotate("clinic-1", "test", "test");
            seal.fields().encrypt(SSN, PLAINTEXT);

            assertThat(kms.calls() - before).isEqualTo(2);
        }
    }

    /** A call of the KMS takes time, in which the key may be suspended; loads under way are told of that. */
    @Test
    void leavesTheKeyOfAFasterNodeToTheNextUse() {
        AtomicReference<Runnable> faster = new AtomicReference<>();
        AtomicInteger failures = new AtomicInteger();
        Kms breaking = new ForwardingKms(kms) {
            @Override
            public GeneratedDataKey generateDataKey(EncryptionContext context) {
                Runnable rotation = faster.getAndSet(null);
                if (rotation != null) {
                    rotation.run();
                    failures.set(1);
                }
                return super.generateDataKey(context);
            }

            @Override
            public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
                if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new IllegalStateException("an SDK's own error");
                }
                return super.unwrap(wrappedKey, context);
            }
        };
        try (ColumnSeal seal = start(breaking, store);
                ColumnSeal other = start(kms, store)) {
            byte[] before = seal.fields().encrypt(SSN, PLAINTEXT);
            faster.set(() -> other.keys().rotate("clinic-1", "other", "faster"));

            KeyInfo rotated = seal.keys().rotate("clinic-1", "test", "test");

            assertThat(rotated.changedBy()).isEqualTo("other");
            assertThat(failures.getAndSet(0))
                    .as("calls of the KMS that were to fail")
                    .isEqualTo(1);
            assertThat(SealedValue.header(seal.fields().encrypt(SSN, PLAINTEXT)))
                    .hasValueSatisfying(header -> assertThat(header.key()).isEqualTo(rotated.id()));
            assertThat(seal.fields().decrypt(SSN, before)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void losesNothingWhateverStoreCallFailsInAnyCeremony() {
        for (int failingCall = 0; failingCall < 40; failingCall++) {
            InMemoryDataKeyStore table = new InMemoryDataKeyStore();
            FailingStore failing = new FailingStore(table, failingCall);
            List<byte[]> sealed = new ArrayList<>();
            for (int attempt = 0; attempt < 3; attempt++) {
                try (ColumnSeal seal = start(kms, failing)) {
                    sealed.add(seal.fields().encrypt(SSN, PLAINTEXT));
                    seal.keys().rotate("clinic-1", "test", "test");
                    sealed.add(seal.fields().encrypt(SSN, PLAINTEXT));
                } catch (ColumnSealException e) {
                    assertThat(e).isInstanceOf(Retryable.class);
                }
            }
            try (ColumnSeal seal = start(kms, table)) {
                assertThat(sealed).as("call %d fails", failingCall).hasSizeGreaterThanOrEqualTo(4);
                for (byte[] value : sealed) {
                    assertThat(seal.fields().decrypt(SSN, value)).isEqualTo(PLAINTEXT);
                }
            }
            assertThat(table.rows().stream()
                            .filter(row -> row.identity().usage() == KeyUsage.FIELD && row.state() == KeyState.ACTIVE))
                    .hasSize(1);
        }
    }

    @Test
    void isNotBlockedByAKeyThatACrashedNodeLeftPending() {
        try (ColumnSeal crashing = start(kms, store)) {
            for (int crash = 0; crash < 3; crash++) {
                kms.failWith(TestKms.Call.UNWRAP, kek -> new KmsUnavailableException(kek, "down", null));
                assertThatThrownBy(() -> crashing.fields().encrypt(SSN, PLAINTEXT))
                        .isNotNull();
            }
        }
        kms.recover();
        assertThat(fieldKeys()).extracting(DataKeyRow::state).containsOnly(KeyState.PENDING);

        try (ColumnSeal seal = start(kms, store)) {
            seal.fields().encrypt(SSN, PLAINTEXT);
            assertThat(seal.keys().history("clinic-1").get(0).version())
                    .as("one was left behind, however many crashed")
                    .isEqualTo(2);
        }
    }

    @Test
    void startsAgainAfterACrashInTheVeryFirstStart() {
        kms.failWith(TestKms.Call.UNWRAP, kek -> new KmsUnavailableException(kek, "down", null));
        assertThatThrownBy(() -> start(kms, store)).isInstanceOf(KmsUnavailableException.class);
        kms.recover();

        try (ColumnSeal seal = start(kms, store)) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void doesNotActivateAKeyThatTheStoreGivesBackAltered() {
        DataKeyStore truncating = new ForwardingStore(store) {
            @Override
            public Optional<DataKeyRow> find(KeyId id) {
                return super.find(id).map(row -> KeyRows.changed(row, row.state()));
            }
        };
        try (ColumnSeal seal = start(kms, store)) {
            seal.keys().history("clinic-1");
        }
        try (ColumnSeal seal = start(kms, truncating)) {
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining("came back altered");
        }
        assertThat(fieldKeys()).extracting(DataKeyRow::state).containsOnly(KeyState.PENDING);
    }

    @Test
    void doesNotActivateAKeyThatTheStoreLost() {
        DataKeyStore forgetting = new ForwardingStore(store) {
            @Override
            public Optional<DataKeyRow> find(KeyId id) {
                return Optional.empty();
            }
        };
        try (ColumnSeal first = start(kms, store);
                ColumnSeal seal = start(kms, forgetting)) {
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining("not there");
        }
        assertThat(fieldKeys()).extracting(DataKeyRow::state).containsOnly(KeyState.PENDING);
    }

    @Test
    void doesNotActivateAKeyThatTheKmsUnwrapsToOtherBytes() {
        AtomicInteger generated = new AtomicInteger();
        Kms lying = new ForwardingKms(kms) {
            @Override
            public GeneratedDataKey generateDataKey(EncryptionContext context) {
                GeneratedDataKey key = super.generateDataKey(context);
                byte[] other = key.plaintext().clone();
                other[0] ^= (byte) (generated.getAndIncrement() == 0 ? 0 : 1);
                return new GeneratedDataKey(other, key.wrapped());
            }
        };
        try (ColumnSeal seal = start(lying, store)) {
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT)).isInstanceOf(KmsUnavailableException.class);
        }
        assertThat(fieldKeys()).extracting(DataKeyRow::state).containsOnly(KeyState.PENDING);
    }

    @Test
    void refusesAKmsThatUnwrapsAnExistingKeyToOtherBytes() {
        byte[] sealed;
        try (ColumnSeal seal = start(kms, store)) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        Kms lying = new ForwardingKms(kms) {
            @Override
            public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
                byte[] key = super.unwrap(wrappedKey, context);
                key[31] ^= (byte) ("FIELD".equals(context.entries().get("usage")) ? 1 : 0);
                return key;
            }
        };
        // The row authenticates, so it is the KMS that is wrong, which may pass
        try (ColumnSeal seal = start(lying, store)) {
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT))
                    .withMessageContaining("another key");
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
        }
    }

    @Test
    void writesNothingOfAKeyThatWasGeneratedWithAnotherLength() {
        Kms shortKeys = new ForwardingKms(kms) {
            @Override
            public GeneratedDataKey generateDataKey(EncryptionContext context) {
                GeneratedDataKey key = super.generateDataKey(context);
                boolean system = "SYSTEM".equals(context.entries().get("usage"));
                return system ? key : new GeneratedDataKey(Arrays.copyOf(key.plaintext(), 16), key.wrapped());
            }
        };
        try (ColumnSeal seal = start(shortKeys, store)) {
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT))
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("256 bits");
        }
        assertThat(fieldKeys()).isEmpty();
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        Kms shortKeys = new ForwardingKms(kms) {
            @Override
            public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
                return Arrays.copyOf(super.unwrap(wrappedKey, context), 16);
            }
        };
        assertThatThrownBy(() -> start(shortKeys, store)).isInstanceOf(KmsUnavailableException.class);
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    @Timeout(60)
    void adoptsTheWinnersKeyWhenTwoNodesRotateAtOnce() {
        try (ColumnSeal one = start(kms, store);
                ColumnSeal other = start(kms, store)) {
            one.keys().initialize("clinic-1", "test");
            other.fields().encrypt(SSN, PLAINTEXT);
            Gate gate = kms.holdCalls();
            CompletableFuture<KeyInfo> first =
                    CompletableFuture.supplyAsync(() -> one.keys().rotate("clinic-1", "one", "race"));
            CompletableFuture<KeyInfo> second =
                    CompletableFuture.supplyAsync(() -> other.keys().rotate("clinic-1", "other", "race"));
            gate.awaitCalls(2);
            gate.open();

            assertThat(first.join()).isEqualTo(second.join());
            assertThat(one.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsOnlyOnce(KeyState.ACTIVE)
                    .containsOnlyOnce(KeyState.RETIRED);
            assertThat(events.stream().filter(SealEvent.KeyRotated.class::isInstance))
                    .hasSize(1);
            for (ColumnSeal node : List.of(one, other)) {
                assertThat(SealedValue.header(node.fields().encrypt(SSN, PLAINTEXT)))
                        .hasValueSatisfying(header ->
                                assertThat(header.key()).isEqualTo(first.join().id()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"SUSPENDED", "DESTROY_PENDING", "COMPROMISED", "RETIRED"})
    void makesNoNewKeyForATenantWhoseKeyIsNoLongerActive(KeyState state) {
        try (ColumnSeal seal = start(kms, store)) {
            seal.keys().initialize("clinic-1", "test");
        }
        DataKeyRow active = fieldKeys().get(0);
        store.write(List.of(KeyRows.changed(active, state)), List.of());

        try (ColumnSeal seal = start(kms, store)) {
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT))
                    .satisfies(error -> assertThat(error.state()).isEqualTo(state));
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.keys().rotate("clinic-1", "test", "test"));
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.keys().initialize("clinic-1", "test"));
        }
        assertThat(fieldKeys()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"PENDING", "SUSPENDED", "DESTROYED"})
    void opensNothingUnderAKeyWhoseStateForbidsIt(KeyState state) {
        byte[] sealed;
        try (ColumnSeal seal = start(kms, store)) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        store.write(List.of(KeyRows.changed(fieldKeys().get(0), state)), List.of());

        try (ColumnSeal seal = start(kms, store)) {
            int before = kms.calls();
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed))
                    .satisfies(error -> assertThat(error.state()).isEqualTo(state));
            assertThat(kms.calls()).isEqualTo(before);
        }
    }

    @Test
    void doesNotLookForValuesUnderTheSystemKey() {
        try (ColumnSeal seal = start(kms, store)) {
            byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            KeyId system = store.findActive("system", KeyUsage.SYSTEM)
                    .orElseThrow()
                    .identity()
                    .id();
            byte[] prefix = SealedValue.prefix(Suite.AES_256_GCM, system);
            System.arraycopy(prefix, 0, sealed, 0, prefix.length);

            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed))
                    .withMessageContaining("SYSTEM");
        }
    }

    @Test
    void tellsOfKeysItMadeAndOfNothingElse() {
        try (ColumnSeal seal = start(kms, store)) {
            KeyInfo first = seal.keys().initialize("clinic-1", "j.doe");
            seal.keys().initialize("clinic-1", "j.doe");
            KeyInfo second = seal.keys().rotate("clinic-1", "j.doe", "quarterly");

            assertThat(events.stream().filter(event -> !(event instanceof SealEvent.KeyLoaded)))
                    .containsExactly(
                            new SealEvent.KeyCreated(first.id(), "clinic-1", KeyUsage.FIELD, "j.doe"),
                            new SealEvent.KeyRotated(
                                    second.id(), first.id(), "clinic-1", KeyUsage.FIELD, "j.doe", "quarterly"));
            assertThat(seal.keys().info(second.id())).isEqualTo(second);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::changedBy, KeyInfo::reason, KeyInfo::state)
                    .containsExactly(
                            tuple("j.doe", "quarterly", KeyState.ACTIVE),
                            tuple("j.doe", "quarterly", KeyState.RETIRED));
        }
    }

    @Test
    void recordsEveryUseOfTheKek() {
        KeyInfo key;
        try (ColumnSeal seal = start(kms, store)) {
            key = seal.keys().initialize("clinic-1", "j.doe");
            kms.failWith(TestKms.Call.UNWRAP, kek -> new KmsUnavailableException(kek, "down", null));
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT)).isNotNull();
            kms.becomeDenied();
            assertThatThrownBy(() -> seal.keys().rotate("clinic-1", "j.doe", "test"))
                    .isNotNull();
        }
        assertThat(store.uses())
                .filteredOn(use -> "clinic-1".equals(use.tenant()))
                .extracting(
                        AccessLog.Entry::operation,
                        AccessLog.Entry::success,
                        AccessLog.Entry::actor,
                        AccessLog.Entry::error)
                .containsExactlyInAnyOrder(
                        tuple("GENERATE", true, "j.doe", null),
                        tuple("UNWRAP", true, "j.doe", null),
                        tuple("INITIALIZE", true, "j.doe", null),
                        tuple("UNWRAP", false, "system", "KmsUnavailableException"),
                        tuple("GENERATE", false, "j.doe", "KmsDeniedException"));
        assertThat(store.uses())
                .filteredOn(use -> key.id().equals(use.keyId()))
                .isNotEmpty()
                .allMatch(use -> "clinic-1".equals(use.tenant()) && kms.kekId().equals(use.kekId()));
    }

    @Test
    void opensEvenWhenUsesCannotBeRecorded() {
        byte[] sealed;
        try (ColumnSeal seal = start(kms, store)) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        DataKeyStore withoutLog = new ForwardingStore(store) {
            @Override
            public AccessLog accessLog() {
                return new BrokenLog();
            }
        };
        try (ColumnSeal seal = start(kms, withoutLog)) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD800", "\uDC00", "\uD83D", "b\uDE00c"})
    void refusesTenantsWithUnpairedSurrogates(String tenant) {
        try (ColumnSeal seal = start(kms, store)) {
            assertThatExceptionOfType(TenantInvalidException.class)
                    .isThrownBy(() -> seal.keys().initialize(tenant, "test"));
            assertThatThrownBy(() -> seal.fields().encrypt(FieldContext.of(tenant, "patient.ssn"), PLAINTEXT))
                    .isInstanceOf(ColumnSealException.class);
        }
        assertThat(fieldKeys()).isEmpty();
    }

    @Test
    void refusesTenantsThatDoNotFit() {
        try (ColumnSeal seal = start(kms, store)) {
            assertThat(seal.keys().initialize("é".repeat(127) + "x", "test").tenant())
                    .hasSize(128);
            assertThatExceptionOfType(TenantInvalidException.class)
                    .isThrownBy(() -> seal.keys().initialize("é".repeat(128), "test"));
            assertThatExceptionOfType(TenantInvalidException.class)
                    .isThrownBy(() -> seal.keys().rotate(" ", "test", "test"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u0000", "\uD800"})
    void refusesRecordsThatCannotBeKept(String text) {
        try (ColumnSeal seal = start(kms, store)) {
            assertThatThrownBy(() -> seal.keys().initialize("clinic-1", text))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> seal.keys().rotate("clinic-1", "test", text))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> seal.keys().rotate("clinic-1", "x".repeat(256), "test"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(fieldKeys()).isEmpty();
    }

    private List<DataKeyRow> fieldKeys() {
        return store.findAll("clinic-1", KeyUsage.FIELD);
    }

    private ColumnSeal start(Kms kms, DataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .listener(events::add)
                .build();
    }

    private static final class BrokenLog extends ForwardingLog {

        BrokenLog() {
            super(new InMemoryDataKeyStore().accessLog());
        }

        @Override
        public void append(List<Entry> entries, AccessLogChain chain) {
            throw new KeyStoreUnavailableException("log", new IllegalStateException("full"));
        }
    }
}
