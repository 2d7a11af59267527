package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody gets who can write to the key table but has no key: refusals, or keys that open and no longer seal. */
class EditedKeyRowTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final TestKms kms = new TestKms();
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private String systemId;
    private KeyId key;
    private byte[] sealed;

    @BeforeEach
    void sealAValue() {
        JdbcDataKeyStore.on(dataSource).createSchema();
        try (ColumnSeal seal = start()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            systemId = (String) systemValue("id");
            key = seal.keys().history("clinic-1").get(0).id();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapped_key", "check_value", "state_mac", "tenant"})
    void doesNotSealUnderARowWithAnyBitOfItsBytesFlipped(String column) {
        byte[] original = (byte[]) tables.value("select " + column + " from data_encryption_keys where id = ?", id());
        for (int bit = 0; bit < original.length * Byte.SIZE; bit++) {
            byte[] edited = original.clone();
            edited[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertRefusedWith(column, original, edited);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "environment",
                "key_usage",
                "suite",
                "state",
                "kek_id",
                "created_by",
                "changed_by",
                "reason"
            })
    void doesNotSealUnderARowWithAnyCharacterOfItsTextsEdited(String column) {
        String original = (String) tables.value("select " + column + " from data_encryption_keys where id = ?", id());
        for (int position = 0; position < original.length(); position++) {
            for (char replacement :
                    new char[] {(char) (original.charAt(position) ^ 1), (char) (original.charAt(position) ^ 0x20), 'Z'
                    }) {
                assertRefusedWith(
                        column,
                        original,
                        original.substring(0, position) + replacement + original.substring(position + 1));
            }
        }
        assertRefusedWith(column, original, "");
        assertRefusedWith(column, original, original + " ");
        assertRefusedWith(column, original, original.substring(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "revision", "created_at", "changed_at"})
    void doesNotSealUnderARowWithAnyBitOfItsNumbersFlipped(String column) {
        Number original = (Number) tables.value("select " + column + " from data_encryption_keys where id = ?", id());
        int bits = original instanceof Integer ? Integer.SIZE : Long.SIZE;
        for (int bit = 0; bit < bits; bit++) {
            long edited = original.longValue() ^ 1L << bit;
            assertRefusedWith(column, original, bits == Integer.SIZE ? (Number) (int) edited : (Number) edited);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapped_key", "kek_id", "state_mac", "active_slot"})
    void doesNotSealUnderARowThatMissesSomething(String column) {
        assertRefusedWith(
                column, tables.value("select " + column + " from data_encryption_keys where id = ?", id()), null);
    }

    @Test
    void doesNotSealUnderARowWithAnotherSlot() {
        assertRefusedWith("active_slot", 1, 2);
        assertRefusedWith("active_slot", 1, -1);
    }

    @Test
    void doesNotSealUnderARowWithARecoveryKeySlippedIn() {
        assertRefusedWith("recovery_wrapped_key", null, new byte[] {1});
    }

    @ParameterizedTest
    @EnumSource(value = KeyState.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void doesNotSealUnderARowInAnotherState(KeyState state) {
        assertRefusedWith("state", "ACTIVE", state.name());
    }

    @Test
    void countsSealsWithoutAKey() {
        tables.update("update data_encryption_keys set seal_count = 77 where id = ?", id());

        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 32) + 1, Long.MAX_VALUE, 1L << 32, -1, Long.MIN_VALUE})
    void replacesAKeyWhoseCountWasEditedOutOfItsRange(long count) {
        tables.update("update data_encryption_keys set seal_count = ? where id = ?", count, id());

        try (ColumnSeal seal = start()) {
            byte[] anew = assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> seal.fields().encrypt(SSN, PLAINTEXT));

            assertThat(seal.fields().decrypt(SSN, anew)).isEqualTo(PLAINTEXT);
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(seal.keys().history("clinic-1").get(1).state()).isEqualTo(KeyState.RETIRED);
        }
    }

    @Test
    void tellsOfARowThatWasEdited() {
        tables.update("update data_encryption_keys set reason = 'forged' where id = ?", id());
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
        assertThat(events).contains(new SealEvent.KeyRowRejected(key, "clinic-1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"RETIRED", "COMPROMISED"})
    void doesNotReviveAKeyWhoseStateIsEditedBack(KeyState state) {
        try (ColumnSeal seal = start()) {
            seal.keys().rotate("clinic-1", "test", "test");
        }
        tables.update(
                "update data_encryption_keys set active_slot = null, state = ? where state = 'ACTIVE'"
                        + " and key_usage = 'FIELD'",
                state.name());
        tables.update("update data_encryption_keys set active_slot = 1, state = 'ACTIVE' where id = ?", id());

        try (ColumnSeal seal = start()) {
            assertThat(catchThrowable(() -> seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isInstanceOf(ColumnSealException.class);
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void doesNotReviveARetiredKeyThatIsGivenTheSlot() {
        try (ColumnSeal seal = start()) {
            seal.keys().rotate("clinic-1", "test", "test");
        }
        tables.update(
                "update data_encryption_keys set active_slot = null where state = 'ACTIVE' and key_usage = 'FIELD'");
        tables.update("update data_encryption_keys set active_slot = 1 where id = ?", id());

        try (ColumnSeal seal = start()) {
            assertThat(catchThrowable(() -> seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isInstanceOf(KeyRejectedException.class);
            assertThat(catchThrowable(() -> seal.keys().rotate("clinic-1", "test", "test")))
                    .isInstanceOf(KeyRejectedException.class);
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void rotatesThoughARetiredRowSaysThatItIsActive() {
        try (ColumnSeal seal = start()) {
            KeyId second = seal.keys().rotate("clinic-1", "test", "test").id();
            tables.update("update data_encryption_keys set state = 'ACTIVE' where id = ?", id());

            KeyId third = seal.keys().rotate("clinic-1", "test", "test").id();

            assertThat(third).isNotIn(key, second);
            assertThat(SealedValue.header(seal.fields().encrypt(SSN, PLAINTEXT)))
                    .hasValueSatisfying(header -> assertThat(header.key()).isEqualTo(third));
            assertThat(events.stream().filter(SealEvent.KeyRotated.class::isInstance))
                    .hasSize(2);
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void doesNotTakeAKeyThatIsGivenTheSlotDuringARotationForAnotherNodesNewKey() {
        try (ColumnSeal seal = start()) {
            kms.failWith(TestKms.Call.UNWRAP, kek -> new KmsUnavailableException(kek, "down", null));
            assertThat(catchThrowable(() -> seal.keys().rotate("clinic-1", "test", "test")))
                    .isNotNull();
            kms.recover();
        }
        String pending = (String) tables.value("select id from data_encryption_keys where state = 'PENDING'");
        RotationRace race = new RotationRace(() -> tables.update(
                "update data_encryption_keys set active_slot = 1, state = 'ACTIVE' where id = ?", pending));
        try (ColumnSeal seal = start(race)) {
            assertThat(catchThrowable(() -> seal.keys().rotate("clinic-1", "test", "test")))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining(pending);
        }
    }

    /** Its MAC is right: it is the whole row as it once was. */
    @Test
    void doesNotTakeAnOlderKeyThatIsPutBackDuringARotationForAnotherNodesNewKey() {
        Object mac = tables.value("select state_mac from data_encryption_keys where id = ?", id());
        Object changedAt = tables.value("select changed_at from data_encryption_keys where id = ?", id());
        Object changedBy = tables.value("select changed_by from data_encryption_keys where id = ?", id());
        Object reason = tables.value("select reason from data_encryption_keys where id = ?", id());
        Object revision = tables.value("select revision from data_encryption_keys where id = ?", id());
        try (ColumnSeal seal = start()) {
            seal.keys().rotate("clinic-1", "test", "test");
        }
        RotationRace race = new RotationRace(() -> tables.update(
                "update data_encryption_keys set active_slot = 1, state = 'ACTIVE', state_mac = ?, changed_at = ?,"
                        + " changed_by = ?, reason = ?, revision = ? where id = ?",
                mac,
                changedAt,
                changedBy,
                reason,
                revision,
                id()));
        try (ColumnSeal seal = start(race)) {
            assertThat(catchThrowable(() -> seal.keys().rotate("clinic-1", "test", "test")))
                    .isInstanceOf(KeyRejectedException.class)
                    .hasMessageContaining(id());
        }
    }

    /** Somebody takes the slot from the active key when a rotation has just found it there. */
    private final class RotationRace extends ForwardingStore {

        private final Runnable edit;

        RotationRace(Runnable edit) {
            super(JdbcDataKeyStore.on(dataSource));
            this.edit = edit;
        }

        @Override
        public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
            Optional<DataKeyRow> active = super.findActive(tenant, usage);
            if (usage == KeyUsage.FIELD) {
                tables.update("update data_encryption_keys set active_slot = null, state = 'RETIRED' where state ="
                        + " 'ACTIVE' and key_usage = 'FIELD'");
                edit.run();
            }
            return active;
        }
    }

    @Test
    void doesNotCallATenantInitializedForWhichNothingCanBeSealed() {
        tables.update("update data_encryption_keys set reason = 'forged' where id = ?", id());

        try (ColumnSeal seal = start()) {
            assertThat(catchThrowable(() -> seal.keys().initialize("clinic-1", "test")))
                    .isInstanceOf(KeyRejectedException.class);
        }
        assertThat(events).contains(new SealEvent.KeyRowRejected(key, "clinic-1"));
    }

    @Test
    void doesNotAuthenticateAnEditedRowAnewWhenItIsRotatedAway() {
        tables.update("update data_encryption_keys set reason = 'forged' where id = ?", id());
        try (ColumnSeal seal = start()) {
            seal.keys().rotate("clinic-1", "test", "test");
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
        assertThat(tables.value("select state from data_encryption_keys where id = ?", id()))
                .isEqualTo("RETIRED");
        assertThat(tables.value("select state_mac from data_encryption_keys where id = ?", id()))
                .isNull();
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapped_key", "check_value", "state_mac", "tenant", "id"})
    void doesNotSealUnderSwappedParts(String column) {
        KeyId other;
        FieldContext otherContext = FieldContext.of("clinic-2", "patient.ssn");
        byte[] otherSealed;
        try (ColumnSeal seal = start()) {
            otherSealed = seal.fields().encrypt(otherContext, PLAINTEXT);
            other = seal.keys().history("clinic-2").get(0).id();
        }
        swap(column, id(), other.toString());

        try (ColumnSeal seal = start()) {
            assertThat(catchThrowable(() -> seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isInstanceOf(ColumnSealException.class);
            assertOpensOrRefuses(seal, SSN, sealed);
            assertOpensOrRefuses(seal, otherContext, otherSealed);
        }
        swap(column, id(), other.toString());
        assertNothingLost();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapped_key", "check_value", "state_mac"})
    void refusesToStartWithAnyBitOfTheSystemKeyFlipped(String column) {
        byte[] original =
                (byte[]) tables.value("select " + column + " from data_encryption_keys where key_usage = 'SYSTEM'");
        for (int bit = 0; bit < original.length * Byte.SIZE; bit++) {
            byte[] edited = original.clone();
            edited[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertDoesNotStartWith(column, original, edited);
        }
    }

    @Test
    void refusesToStartWithAnEditedSystemKey() {
        assertDoesNotStartWith("state", "ACTIVE", "RETIRED");
        assertDoesNotStartWith("state", "ACTIVE", "PENDING");
        assertDoesNotStartWith("active_slot", 1, null);
        assertDoesNotStartWith("state_mac", systemValue("state_mac"), null);
        assertDoesNotStartWith("wrapped_key", systemValue("wrapped_key"), null);
        assertDoesNotStartWith("version", 1, 2);
        assertDoesNotStartWith("revision", 2L, 3L);
        assertDoesNotStartWith("reason", systemValue("reason"), "other");
        assertDoesNotStartWith("kek_id", systemValue("kek_id"), "local:0000000000000000");
        assertDoesNotStartWith("suite", "AES_256_GCM", "AES_256_GCM_SIV");
        assertDoesNotStartWith("environment", "test", "production");
        assertDoesNotStartWith("tenant", systemValue("tenant"), new byte[] {1});
        tables.update("update data_encryption_keys set key_usage = 'INDEX' where key_usage = 'SYSTEM'");
        assertThat(catchThrowable(this::start)).isInstanceOf(ColumnSealException.class);
    }

    private Object systemValue(String column) {
        return tables.value("select " + column + " from data_encryption_keys where key_usage = 'SYSTEM'");
    }

    private void assertDoesNotStartWith(String column, Object original, Object edited) {
        tables.update("update data_encryption_keys set " + column + " = ? where key_usage = 'SYSTEM'", edited);
        List<String> before = tables.dump();

        assertThat(catchThrowable(this::start)).as("%s = %s", column, edited).isInstanceOf(ColumnSealException.class);

        assertThat(tables.dump()).as("%s = %s", column, edited).isEqualTo(before);
        tables.update("update data_encryption_keys set " + column + " = ? where key_usage = 'SYSTEM'", original);
    }

    /** Edits the row, tries everything, and puts it back. */
    private void assertRefusedWith(String column, Object original, Object edited) {
        if (edited instanceof String text && (text.equals(original) || column.equals("id") && text.length() > 16)) {
            return;
        }
        String now = column.equals("id") ? (String) edited : id();
        tables.update("update data_encryption_keys set " + column + " = ? where id = ?", edited, id());

        try (ColumnSeal seal = start()) {
            // To the table, a tenant whose row became another's is new; the access log knows better
            assertThat(catchThrowable(() -> seal.fields().encrypt(SSN, PLAINTEXT)))
                    .as("%s = %s", column, edited)
                    .isInstanceOf(ColumnSealException.class);
            assertOpensOrRefuses(seal, SSN, sealed);
        }

        if (column.equals("tenant") || column.equals("key_usage")) {
            assertThat(tables.value("select count(*) from data_encryption_keys"))
                    .as("no key was made in its place")
                    .isEqualTo(2L);
        }
        tables.update("delete from data_encryption_keys where id <> ? and id <> ?", now, systemId);
        tables.update("update data_encryption_keys set " + column + " = ? where id = ?", original, now);
        assertNothingLost();
    }

    private void assertNothingLost() {
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    private static void assertOpensOrRefuses(ColumnSeal seal, FieldContext context, byte[] value) {
        byte[] opened;
        try {
            opened = seal.fields().decrypt(context, value);
        } catch (ColumnSealException e) {
            return;
        }
        assertThat(opened).isEqualTo(PLAINTEXT);
    }

    private void swap(String column, String one, String other) {
        Object first = tables.value("select " + column + " from data_encryption_keys where id = ?", one);
        Object second = tables.value("select " + column + " from data_encryption_keys where id = ?", other);
        String set = "update data_encryption_keys set " + column + " = ? where id = ?";
        if (column.equals("id")) {
            tables.update(set, "aside", one);
            tables.update(set, one, other);
            tables.update(set, other, "aside");
            return;
        }
        if (column.equals("tenant")) {
            tables.update(set, new byte[] {1}, one);
        }
        tables.update(set, first, other);
        tables.update(set, second, one);
    }

    private String id() {
        return key.toString();
    }

    private ColumnSeal start() {
        return start(JdbcDataKeyStore.on(dataSource));
    }

    private ColumnSeal start(DataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .listener(events::add)
                .build();
    }
}
