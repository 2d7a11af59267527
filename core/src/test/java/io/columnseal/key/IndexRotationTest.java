package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.index.IndexContext;
import io.columnseal.kms.LocalKms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** INDEX keys through the facade, over a key store. */
class IndexRotationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3};
    private static final Duration HARD_LIMIT = Duration.ofMinutes(30);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<SealEvent> events = new ArrayList<>();
    private final List<ColumnSeal> nodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void close() {
        nodes.forEach(ColumnSeal::close);
    }

    @Test
    void rotatesOneKindOfKeyAndLeavesTheOtherAlone() {
        ColumnSeal seal = start();
        byte[] before = seal.indexes().indexValue(SSN, FORM);
        seal.keys().initialize("clinic-1", "test");
        KeyInfo fieldKey = seal.keys().history("clinic-1").get(0);

        seal.keys().rotate("clinic-1", "j.doe", "test");
        assertThat(seal.indexes().indexValue(SSN, FORM)).isEqualTo(before);
        assertThat(seal.keys().indexHistory("clinic-1"))
                .extracting(KeyInfo::version)
                .containsExactly(1);

        KeyInfo rotated = seal.keys().rotateIndex("clinic-1", "j.doe", "test");
        assertThat(rotated.usage()).isEqualTo(KeyUsage.INDEX);
        assertThat(rotated.version()).isEqualTo(2);
        assertThat(seal.keys().indexHistory("clinic-1"))
                .extracting(KeyInfo::state)
                .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
        assertThat(seal.keys().history("clinic-1"))
                .hasSize(2)
                .extracting(KeyInfo::id)
                .contains(fieldKey.id());
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                SealEvent.KeyRotated.class,
                                told -> assertThat(told.usage()).isEqualTo(KeyUsage.INDEX)));
    }

    @Test
    void findsOldAndNewValuesAfterARestartToo() {
        ColumnSeal seal = start();
        byte[] old = seal.indexes().indexValue(SSN, FORM);
        seal.keys().rotateIndex("clinic-1", "j.doe", "test");
        now = now.plus(HARD_LIMIT).plus(Duration.ofMinutes(6));

        ColumnSeal restarted = start();
        byte[] written = restarted.indexes().indexValue(SSN, FORM);

        assertThat(written).startsWith(2);
        assertThat(restarted.indexes().lookupValues(SSN, FORM)).containsExactly(written, old);
    }

    @Test
    void writesUnderThePreviousKeyForTheHardLimitOfTheCacheAndMore() {
        ColumnSeal seal = start();
        byte[] old = seal.indexes().indexValue(SSN, FORM);
        seal.keys().rotateIndex("clinic-1", "j.doe", "test");

        assertThat(start().indexes().indexValue(SSN, FORM)).isEqualTo(old);
        now = now.plus(HARD_LIMIT).plus(Duration.ofMinutes(4));
        assertThat(start().indexes().indexValue(SSN, FORM)).isEqualTo(old);
    }

    @Test
    void refusesAThirdKeyWhileThePreviousOneIsInUse() {
        ColumnSeal seal = start();
        seal.indexes().indexValue(SSN, FORM);
        seal.keys().rotateIndex("clinic-1", "j.doe", "test");
        KeyId previous = seal.keys().indexHistory("clinic-1").get(1).id();

        assertThatThrownBy(() -> seal.keys().rotateIndex("clinic-1", "j.doe", "again"))
                .isInstanceOfSatisfying(
                        KeyUnusableException.class,
                        error -> assertThat(error.keyId()).isEqualTo(previous))
                .hasMessageContaining("cannot be rotated");
        assertThat(seal.keys().indexHistory("clinic-1")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            mode = Mode.INCLUDE,
            names = {"PENDING", "DESTROY_PENDING", "DESTROYED"})
    void looksForOneKeyOnceThePreviousOneIsOutOfUse(KeyState state) {
        ColumnSeal seal = rotatedWithPrevious(state);

        byte[] value = seal.indexes().indexValue(SSN, FORM);
        assertThat(value).startsWith(2);
        assertThat(seal.indexes().lookupValues(SSN, FORM)).containsExactly(value, value);
        assertThat(seal.keys().rotateIndex("clinic-1", "j.doe", "again").version())
                .isEqualTo(3);
    }

    /** As after a restore: none is active, and queries would not look for the values of the older one. */
    @Test
    void makesNoKeyBesideTwoThatAreInUse() {
        start();
        StateMac mac = SignedRows.mac(store, LocalKms.fromHex(MASTER_KEY));
        ColumnSeal seal = rotatedWithPrevious(KeyState.RETIRED, mac);
        KeyId active = seal.keys().indexHistory("clinic-1").get(0).id();
        SignedRows.change(store, active, KeyState.RETIRED, now, mac);

        assertThatThrownBy(() -> start().keys().rotateIndex("clinic-1", "j.doe", "again"))
                .isInstanceOf(KeyUnusableException.class)
                .hasMessageContaining("two keys at most");
    }

    @Test
    void looksForACompromisedKeyToo() {
        ColumnSeal seal = rotatedWithPrevious(KeyState.COMPROMISED);

        assertThat(seal.indexes().lookupValues(SSN, FORM).get(1)).startsWith(1);
        assertThatThrownBy(() -> seal.keys().rotateIndex("clinic-1", "j.doe", "again"))
                .isInstanceOf(KeyUnusableException.class);
    }

    /** Finding less than there is would be worse. */
    @Test
    void refusesEverythingWhileThePreviousKeyIsSuspended() {
        ColumnSeal seal = rotatedWithPrevious(KeyState.SUSPENDED);

        assertThatThrownBy(() -> seal.indexes().lookupValues(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> seal.indexes().indexValue(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void wantsAnActorAndAReason() {
        ColumnSeal seal = start();

        assertThatIllegalArgumentException().isThrownBy(() -> seal.keys().rotateIndex("clinic-1", " ", "test"));
        assertThatIllegalArgumentException().isThrownBy(() -> seal.keys().rotateIndex("clinic-1", "j.doe", ""));
        assertThat(seal.keys().indexHistory("clinic-1")).isEmpty();
    }

    /** Whoever edits the key table could otherwise make stored rows disappear from results. */
    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"PENDING", "DESTROY_PENDING", "DESTROYED"})
    void doesNotBelieveARowThatIsNotSignedToBeOutOfUse(KeyState state) {
        ColumnSeal seal = rotatedWithPrevious(state, StateMac.of(new byte[32]));

        assertThatThrownBy(() -> seal.indexes().lookupValues(SSN, FORM)).isInstanceOf(KeyUnusableException.class);
        assertThatThrownBy(() -> seal.keys().rotateIndex("clinic-1", "j.doe", "again"))
                .isInstanceOf(KeyUnusableException.class);
    }

    private ColumnSeal rotatedWithPrevious(KeyState state) {
        start();
        return rotatedWithPrevious(state, SignedRows.mac(store, LocalKms.fromHex(MASTER_KEY)));
    }

    private ColumnSeal rotatedWithPrevious(KeyState state, StateMac mac) {
        ColumnSeal seal = start();
        seal.indexes().indexValue(SSN, FORM);
        seal.keys().rotateIndex("clinic-1", "j.doe", "test");
        KeyId previous = seal.keys().indexHistory("clinic-1").get(1).id();
        SignedRows.change(store, previous, state, now, mac);
        return start();
    }

    private ColumnSeal start() {
        ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .cacheHardLimit(HARD_LIMIT)
                .clock(clock())
                .listener(events::add)
                .build();
        nodes.add(seal);
        return seal;
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
