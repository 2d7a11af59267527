package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Environment;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.Uniqueness;
import io.columnseal.cipher.Suite;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexContext;
import io.columnseal.index.KeyRingBlindIndexer;
import io.columnseal.kms.LocalKms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which INDEX keys make the two values of a unique index, at each step of a rotation. */
class UniqueIndexKeysTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String CLINIC = "clinic-1";
    private static final IndexContext SSN = IndexContext.of(CLINIC, "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};
    private static final Duration HARD_LIMIT = Duration.ofMinutes(30);
    private static final Duration SETTLED = HARD_LIMIT.plusMinutes(10);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SealEvent> events = new ArrayList<>();
    private final List<KeyService> nodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void close() {
        nodes.forEach(KeyService::close);
    }

    @Test
    void bothColumnsHoldTheSameValueWhileThereIsOneKey() {
        KeyService seal = start();

        byte[] found = indexer(seal).indexValue(SSN, FORM);

        assertThat(value(seal, Uniqueness.CURRENT)).isEqualTo(found);
        assertThat(value(seal, Uniqueness.NEXT)).isEqualTo(found);
    }

    @Test
    void aRotationChangesTheNextValueAtOnceAndTheCurrentOneNotByTime() {
        KeyService seal = rotated();

        assertVersions(seal, 1, 2);
        now = now.plus(Duration.ofDays(30));
        assertVersions(seal, 1, 2);
        assertThat(indexer(seal).indexValue(SSN, FORM)).startsWith(2);
        assertThat(indexer(seal).lookupValues(SSN, FORM))
                .satisfiesExactly(
                        newest -> assertThat(newest).startsWith(2),
                        older -> assertThat(older).isEqualTo(value(seal, Uniqueness.CURRENT)));
    }

    @Test
    void aSupersededKeyIsLookedForAndNotWritten() {
        KeyService seal = rotated();
        KeyService other = start();
        assertVersions(other, 1, 2);
        now = now.plus(SETTLED);

        KeyInfo superseded = seal.indexRotations().supersede(rotation(seal), "j.doe", "yearly");

        assertThat(superseded.state()).isEqualTo(KeyState.SUPERSEDED);
        assertVersions(seal, 2, 2);
        assertThat(indexer(seal).lookupValues(SSN, FORM).get(1)).startsWith(1);
        assertVersions(start(), 2, 2);
        assertThatThrownBy(() -> seal.keys().rotateIndex(CLINIC, "j.doe", "again"))
                .isInstanceOf(KeyUnusableException.class);
        assertThat(store.uses())
                .anySatisfy(entry -> assertThat(entry.operation()).isEqualTo("SUPERSEDE_INDEX_KEY"));
        assertThat(events)
                .contains(new SealEvent.IndexKeySuperseded(
                        superseded.id(), seal.keys().indexHistory(CLINIC).get(0).id(), CLINIC, "j.doe", "yearly"));
    }

    @Test
    void supersedesOnceAndNotBeforeEveryNodeKnowsTheNewKey() {
        KeyService seal = rotated();
        IndexRotations rotations = seal.indexRotations();
        IndexRotation rotation = rotation(seal);
        now = now.plus(SETTLED).minusMillis(1);
        assertThatIllegalStateException().isThrownBy(() -> rotations.supersede(rotation, "j.doe", "yearly"));

        now = now.plusMillis(1);
        rotations.supersede(rotation, "j.doe", "yearly");
        rotations.supersede(rotation, "another", "yearly");

        assertThat(events)
                .filteredOn(SealEvent.IndexKeySuperseded.class::isInstance)
                .hasSize(1);
    }

    /** Others may write unique indexes under the previous key until they hear of it. */
    @Test
    void aRotationSettlesAgainOnceItsKeyIsSuperseded() {
        KeyService seal = rotated();
        IndexRotations rotations = seal.indexRotations();
        IndexRotation begun = rotation(seal);
        now = now.plus(SETTLED);
        rotations.supersede(begun, "j.doe", "yearly");

        IndexRotation superseded = rotation(seal);

        assertThat(superseded.superseded()).isTrue();
        assertThat(superseded.lastUse()).isEqualTo(now.plus(SETTLED));
        assertThatIllegalStateException().isThrownBy(() -> rotations.end(superseded, "j.doe", "yearly"));
        now = now.plus(SETTLED);
        assertThat(rotations.end(superseded, "j.doe", "yearly").state()).isEqualTo(KeyState.DESTROY_PENDING);
        assertVersions(seal, 2, 2);
    }

    /** Its nodes write under it again. */
    @Test
    void endsNoRotationWhoseKeyIsNoLongerSuperseded() {
        KeyService seal = rotated();
        IndexRotations rotations = seal.indexRotations();
        now = now.plus(SETTLED);
        rotations.supersede(rotation(seal), "j.doe", "yearly");
        IndexRotation superseded = rotation(seal);
        now = now.plus(SETTLED);
        setPrevious(seal, KeyState.RETIRED, SignedRows.mac(store, LocalKms.fromHex(MASTER_KEY)));

        assertThatThrownBy(() -> rotations.end(superseded, "j.doe", "yearly")).isInstanceOf(KeyUnusableException.class);
    }

    /** Whoever edits the key table could otherwise make nodes write past each other. */
    @Test
    void doesNotBelieveARowThatIsNotSignedToBeSuperseded() {
        KeyService seal = rotated();
        setPrevious(seal, KeyState.SUPERSEDED, StateMac.of(new byte[32]));

        assertVersions(start(), 1, 2);
    }

    /** What a node holds in memory may be in steady use for days. */
    @Test
    void aNodeInSteadyUseNoticesThatTheKeyIsSuperseded() {
        try (TestKeyRing test = new TestKeyRing()) {
            BlindIndexer indexer = new KeyRingBlindIndexer(test.indexes());
            indexer.indexValue(SSN, FORM);
            test.rotateIndex(CLINIC);
            assertThat(indexer.indexValue(Uniqueness.CURRENT, SSN, FORM)).startsWith(1);

            test.source.supersede(CLINIC, Instant.parse("2026-01-01T00:00:00Z"));
            for (Duration used = Duration.ZERO; used.compareTo(TestKeyRing.HARD_LIMIT) < 0; ) {
                used = used.plusSeconds(20);
                test.pass(Duration.ofSeconds(20));
                indexer.indexValue(Uniqueness.CURRENT, SSN, FORM);
            }

            assertThat(indexer.indexValue(Uniqueness.CURRENT, SSN, FORM)).startsWith(2);
            assertThat(indexer.lookupValues(SSN, FORM).get(1)).startsWith(1);
        }
    }

    private KeyService rotated() {
        KeyService seal = start();
        indexer(seal).indexValue(SSN, FORM);
        seal.keys().rotateIndex(CLINIC, "j.doe", "yearly");
        return seal;
    }

    private static IndexRotation rotation(KeyService seal) {
        return seal.indexRotations().of(CLINIC).orElseThrow();
    }

    private static void assertVersions(KeyService seal, int current, int next) {
        assertThat(value(seal, Uniqueness.CURRENT)).startsWith(current);
        assertThat(value(seal, Uniqueness.NEXT)).startsWith(next);
    }

    private static BlindIndexer indexer(KeyService seal) {
        return new KeyRingBlindIndexer(seal.indexes());
    }

    private static byte[] value(KeyService seal, Uniqueness column) {
        return indexer(seal).indexValue(column, SSN, FORM);
    }

    private void setPrevious(KeyService seal, KeyState state, StateMac mac) {
        KeyId previous = seal.keys().indexHistory(CLINIC).get(1).id();
        SignedRows.change(store, previous, state, now, mac);
    }

    private KeyService start() {
        InstantSource source = () -> now;
        KeyService seal = new KeyService(
                Environment.TEST,
                KekSettings.common(LocalKms.fromHex(MASTER_KEY)),
                SystemKeyPin.NONE,
                null,
                store,
                Suite.AES_256_GCM,
                new KeyRingSettings(HARD_LIMIT.dividedBy(2), HARD_LIMIT, 100),
                OutageSettings.DEFAULT,
                new ChangeSettings("test", HARD_LIMIT, HARD_LIMIT),
                OperationRules.NONE,
                new DestructionSettings(DestructionSettings.DEFAULT_DELAY, Duration.ZERO),
                events::add,
                new AuditSettings("test", entry -> {}),
                source.withZone(ZoneOffset.UTC));
        nodes.add(seal);
        return seal;
    }
}
