package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.cipher.SealedValue;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operations on keys leave behind, and what they refuse. */
class KeyOperationsTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final IndexContext INDEX = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ColumnSeal seal;

    @BeforeEach
    void open() {
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .listener(events::add)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
    }

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void replacesACompromisedActiveKeyInTheSameWrite() {
        byte[] before = seal.fields().encrypt(SSN, PLAINTEXT);
        KeyId leaked = key(before);
        long revision = store.revision();

        KeyInfo marked = seal.keys().markCompromised(leaked, "j.doe", "found in a dump");

        // One write for the new key's row, one that puts it in the place of the leaked one
        assertThat(store.revision()).isEqualTo(revision + 2);
        assertThat(marked.state()).isEqualTo(KeyState.COMPROMISED);
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
        byte[] after = seal.fields().encrypt(SSN, PLAINTEXT);
        assertThat(key(after)).isNotEqualTo(leaked);
        assertThat(seal.fields().decrypt(SSN, before)).isEqualTo(PLAINTEXT);
        assertThat(events)
                .contains(new SealEvent.KeyCompromised(
                        leaked, key(after), "clinic-1", KeyUsage.FIELD, "j.doe", "found in a dump"));
        assertThat(operations()).contains(tuple("COMPROMISE", "j.doe"));
    }

    @Test
    void marksARetiredKeyAsCompromisedAndLeavesTheActiveOne() {
        KeyId first = seal.keys().initialize("clinic-1", "j.doe").id();
        KeyId second = seal.keys().rotate("clinic-1", "j.doe", "yearly").id();

        seal.keys().markCompromised(first, "j.doe", "found in a dump");
        seal.keys().markCompromised(first, "j.doe", "found in a dump");

        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
        assertThat(seal.keys().history("clinic-1").get(0).id()).isEqualTo(second);
        assertThat(events)
                .filteredOn(SealEvent.KeyCompromised.class::isInstance)
                .containsExactly(new SealEvent.KeyCompromised(
                        first, null, "clinic-1", KeyUsage.FIELD, "j.doe", "found in a dump"));
    }

    @Test
    void keepsACompromisedKeyActiveWhenNoOtherCanBeMade() {
        KeyId leaked = seal.keys().initialize("clinic-1", "j.doe").id();
        kms.becomeUnavailable();

        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> seal.keys().markCompromised(leaked, "j.doe", "found in a dump"));

        assertThat(seal.keys().info(leaked).state()).isEqualTo(KeyState.ACTIVE);
    }

    @Test
    void replacesACompromisedIndexKey() {
        byte[] before = seal.indexes().indexValue(INDEX, PLAINTEXT);
        KeyId leaked = seal.keys().indexHistory("clinic-1").get(0).id();

        seal.keys().markCompromised(leaked, "j.doe", "found in a dump");

        assertThat(seal.keys().indexHistory("clinic-1"))
                .extracting(KeyInfo::state)
                .containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
        assertThat(seal.indexes().lookupValues(INDEX, PLAINTEXT)).contains(before);
    }

    @Test
    void neitherSealsNorOpensUnderASuspendedKey() {
        byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);

        KeyInfo suspended = seal.keys().suspend(key(sealed), "j.doe", "contract ended");

        assertThat(suspended.state()).isEqualTo(KeyState.SUSPENDED);
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().rotate("clinic-1", "j.doe", "yearly"));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().initialize("clinic-1", "j.doe"));
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).hasSize(1);
        assertThat(operations()).contains(tuple("SUSPEND", "j.doe"));
    }

    @Test
    void givesASuspendedTenantNoFirstKeyOfAnotherUsage() {
        seal.keys().initialize("clinic-1", "j.doe");
        seal.keys().suspend("clinic-1", "j.doe", "contract ended");

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.indexes().indexValue(INDEX, PLAINTEXT));
        assertThat(seal.keys().indexHistory("clinic-1")).isEmpty();
    }

    @Test
    void resumesATenantsKeysAsWhatTheyWere() {
        byte[] first = seal.fields().encrypt(SSN, PLAINTEXT);
        byte[] hash = seal.indexes().indexValue(INDEX, PLAINTEXT);
        seal.keys().rotate("clinic-1", "j.doe", "yearly");
        seal.keys().markCompromised(key(first), "j.doe", "found in a dump");
        seal.keys().rotate("clinic-1", "j.doe", "yearly");
        List<KeyState> before = states();

        assertThat(seal.keys().suspend("clinic-1", "j.doe", "contract ended")).hasSize(4);
        assertThat(states()).containsOnly(KeyState.SUSPENDED);
        assertThat(seal.keys().resume("clinic-1", "j.doe", "contract renewed")).hasSize(4);

        assertThat(before).containsExactly(KeyState.ACTIVE, KeyState.RETIRED, KeyState.COMPROMISED);
        assertThat(states()).isEqualTo(before);
        assertThat(seal.fields().decrypt(SSN, first)).isEqualTo(PLAINTEXT);
        assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                .isEqualTo(PLAINTEXT);
        assertThat(seal.indexes().indexValue(INDEX, PLAINTEXT)).isEqualTo(hash);
        assertThat(operations()).contains(tuple("RESUME", "j.doe"));
    }

    @Test
    void suspendsAndResumesOnceHoweverOftenItIsAsked() {
        KeyId key = seal.keys().initialize("clinic-1", "j.doe").id();
        seal.keys().suspend(key, "j.doe", "contract ended");
        long revision = store.revision();

        seal.keys().suspend(key, "j.doe", "contract ended");
        assertThat(store.revision()).isEqualTo(revision);

        seal.keys().resume(key, "j.doe", "contract renewed");
        assertThat(seal.keys().resume(key, "j.doe", "contract renewed").state()).isEqualTo(KeyState.ACTIVE);
        assertThat(store.revision()).isEqualTo(revision + 1);
    }

    @Test
    void suspendsWhileTheKmsIsDown() {
        KeyId key = seal.keys().initialize("clinic-1", "j.doe").id();
        kms.becomeUnavailable();

        assertThat(seal.keys().suspend(key, "j.doe", "contract ended").state()).isEqualTo(KeyState.SUSPENDED);
    }

    @Test
    void vouchesForNoEditedRowThatItSuspends() {
        KeyId key = seal.keys().initialize("clinic-1", "j.doe").id();
        DataKeyRow row = store.find(key).orElseThrow();
        DataKeyRow edited = KeyRows.changed(row, KeyState.ACTIVE);
        store.write(List.of(edited), List.of());

        seal.keys().suspend(key, "j.doe", "contract ended");
        seal.keys().resume(key, "j.doe", "contract renewed");

        assertThat(store.find(key).orElseThrow().stateMac()).isNull();
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
    }

    @Test
    void refusesToSuspendATenantThatDoesNotExist() {
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> seal.keys().suspend("clinic-l", "j.doe", "contract ended"))
                .withMessageContaining("clinic-l");
    }

    @Test
    void leavesTheSystemKeyAlone() {
        KeyId system = store.findActive("system", KeyUsage.SYSTEM)
                .orElseThrow()
                .identity()
                .id();

        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> seal.keys().suspend(system, "j.doe", "test"));
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> seal.keys().markCompromised(system, "j.doe", "test"));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"SUSPENDED", "DESTROY_PENDING", "DESTROYED", "PENDING"})
    void marksNoKeyAsCompromisedThatDoesNotOpen(KeyState state) {
        DataKeyRow row = KeyRows.of("clinic-1", 1, state).row();
        store.write(List.of(row), List.of());

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.keys().markCompromised(row.identity().id(), "j.doe", "test"));
        assertThat(store.find(row.identity().id())).contains(row);
    }

    @Test
    void rotatesEveryTenantWhateverHappensToOneOfThem() {
        for (int i = 1; i <= 5; i++) {
            seal.keys().initialize("clinic-" + i, "j.doe");
        }
        seal.keys().suspend("clinic-5", "j.doe", "contract ended");
        KeyRotationReport report = failing("clinic-2").rotateAll("system", "yearly");

        assertThat(report.failures())
                .extracting(KeyRotationReport.Failure::tenant)
                .containsExactly("clinic-2");
        assertThat(report.complete()).isFalse();
        assertThat(report.rotated())
                .extracting(KeyInfo::tenant)
                .containsExactlyInAnyOrder("clinic-1", "clinic-3", "clinic-4");
        assertThat(seal.keys().history("clinic-1").get(0).version()).isEqualTo(2);
        assertThat(seal.keys().history("clinic-2"))
                .filteredOn(key -> key.state() == KeyState.ACTIVE)
                .extracting(KeyInfo::version)
                .containsExactly(1);
    }

    @Test
    void rotatesOnlyTheVersionThatIsDue() {
        seal.keys().initialize("clinic-1", "j.doe");

        KeyInfo second = seal.keys().rotateIfDue("clinic-1", 1, "system", "90 days");
        KeyInfo again = seal.keys().rotateIfDue("clinic-1", 1, "system", "90 days");

        assertThat(second.version()).isEqualTo(2);
        assertThat(again).isEqualTo(second);
        assertThatExceptionOfType(KeyNotFoundException.class)
                .isThrownBy(() -> seal.keys().rotateIfDue("clinic-2", 1, "system", "90 days"));
        assertThat(seal.keys().history("clinic-2")).isEmpty();
    }

    @Test
    void namesTheKeysThatAreOld() {
        seal.keys().initialize("clinic-1", "j.doe");
        seal.indexes().indexValue(INDEX, PLAINTEXT);
        now = now.plus(Duration.ofDays(89));
        seal.keys().initialize("clinic-2", "j.doe");
        assertThat(seal.keys().needsRotation(Duration.ofDays(90))).isEmpty();

        now = now.plus(Duration.ofDays(1));
        assertThat(seal.keys().needsRotation(Duration.ofDays(90)))
                .containsExactlyElementsOf(seal.keys().history("clinic-1"));

        seal.keys().rotate("clinic-1", "j.doe", "yearly");
        assertThat(seal.keys().needsRotation(Duration.ofDays(90))).isEmpty();
    }

    /** The same keys on a node whose store fails for one tenant. */
    private Keys failing(String tenant) {
        ForwardingStore failing = new ForwardingStore(store) {
            @Override
            public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
                if (rows.stream().anyMatch(row -> row.identity().tenant().equals(tenant))) {
                    throw new IllegalStateException("told to fail");
                }
                return super.write(rows, entries, chain);
            }
        };
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(failing)
                .build()
                .keys();
    }

    private List<KeyState> states() {
        return seal.keys().history("clinic-1").stream().map(KeyInfo::state).toList();
    }

    private List<Tuple> operations() {
        return store.uses().stream()
                .map(use -> tuple(use.operation(), use.actor()))
                .toList();
    }

    private static KeyId key(byte[] sealed) {
        return SealedValue.header(sealed).orElseThrow().key();
    }
}
