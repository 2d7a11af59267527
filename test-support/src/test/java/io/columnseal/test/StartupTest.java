package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Startup;
import io.columnseal.Storage;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.OutageSettings;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What build() refuses, and that it writes nothing when it does. */
class StartupTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final String RIGHT = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String WRONG = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final TestKms kms = new TestKms();

    @BeforeEach
    void createSchema() {
        JdbcDataKeyStore.on(dataSource).createSchema();
    }

    @Test
    void refusesAWrongMasterKeyAndWritesNothing() {
        byte[] sealed = sealWith(LocalKms.fromHex(RIGHT));
        List<String> before = tables.dump();

        for (Startup startup : Startup.values()) {
            assertThatExceptionOfType(KmsKeyNotFoundException.class)
                    .isThrownBy(
                            () -> with(LocalKms.fromHex(WRONG)).startup(startup).build())
                    .withMessageContaining("columnseal.kms.local.master-key")
                    .satisfies(error ->
                            assertThat(error.getMessage()).doesNotContain(WRONG).doesNotContain(RIGHT));
        }

        assertThat(tables.dump()).isEqualTo(before);
        try (ColumnSeal seal = with(LocalKms.fromHex(WRONG).withPrevious(RIGHT)).build()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void refusesAKmsThatAnswersWithAnotherKey() {
        sealWith(kms);
        List<String> before = tables.dump();
        Kms lying = new ForwardingKms(kms) {
            @Override
            public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
                byte[] key = super.unwrap(wrappedKey, context);
                key[31] ^= 1;
                return key;
            }
        };
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> with(lying).build())
                .withMessageContaining("what the KMS unwrapped is not the key");
        assertThat(tables.dump()).isEqualTo(before);
    }

    @Test
    void refusesTheKeyTableOfAnotherEnvironment() {
        sealWith(kms);
        List<String> before = tables.dump();

        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(
                        () -> with(kms).environment(Environment.of("staging")).build())
                .withMessageContaining("another environment than staging")
                .withMessageContaining("columnseal.environment");

        assertThat(tables.dump()).isEqualTo(before);
    }

    @Test
    void refusesRowsBroughtOverFromAnotherEnvironment() {
        byte[] sealed = sealWith(kms);
        String id = (String) tables.value("select id from data_encryption_keys where key_usage = 'FIELD'");
        DataSource staging = H2Database.dataSource();
        JdbcDataKeyStore store = JdbcDataKeyStore.on(staging).createSchema();
        try (ColumnSeal seal =
                with(kms).keyStore(store).environment(Environment.of("staging")).build()) {
            DataKeyRow row =
                    JdbcDataKeyStore.on(dataSource).find(KeyId.parse(id)).orElseThrow();
            store.write(List.of(KeyRows.asFirstRevision(row)), List.of());

            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
            assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT)).isInstanceOf(KeyRejectedException.class);
        }
        new KeyTables(staging).update("update data_encryption_keys set environment = 'staging'");
        try (ColumnSeal seal =
                with(kms).keyStore(store).environment(Environment.of("staging")).build()) {
            assertThatThrownBy(() -> seal.fields().decrypt(SSN, sealed))
                    .isInstanceOf(KmsInvalidCiphertextException.class);
        }
    }

    @Test
    void refusesAnEmptyKeyTableBesideRegisteredColumns() {
        JdbcDataKeyStore.on(dataSource)
                .columns()
                .register(List.of(new RegisteredColumn(
                        "app", "Patient", "ssn", "patient", "ssn", "patient.ssn", "field", "text", Storage.BINARY)));
        List<String> before = tables.dump();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with(kms).build())
                .withMessageContaining("backup");

        assertThat(tables.dump()).isEqualTo(before);
        assertThat(kms.calls()).isZero();
    }

    @Test
    void refusesAKeyTableThatLostItsSystemKey() {
        sealWith(kms);
        tables.update("delete from data_encryption_keys where key_usage = 'SYSTEM'");
        List<String> before = tables.dump();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with(kms).build());

        assertThat(tables.dump()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Startup.class)
    void refusesADenyingKmsHoweverItStarts(Startup startup) {
        kms.becomeDenied();
        assertThatExceptionOfType(KmsDeniedException.class)
                .isThrownBy(() -> with(kms).startup(startup).build());
        assertThat(tables.dump()).as("nothing but the counters").hasSize(3);
    }

    @Test
    void failsWithoutWaitingIfTheKmsIsRequired() {
        kms.becomeUnavailable();
        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> with(kms).startup(Startup.REQUIRE).build());
        assertThat(kms.calls()).isEqualTo(OutageSettings.DEFAULT.attempts());
    }

    @Test
    @Timeout(30)
    void waitsForTheKms() {
        AtomicInteger calls = new AtomicInteger();
        kms.beforeEach(call -> {
            if (calls.incrementAndGet() <= 2) {
                throw new KmsUnavailableException(kms.kekId(), "not yet", null);
            }
        });
        try (ColumnSeal seal = with(kms).startup(Startup.WAIT).build()) {
            assertThat(calls).hasValueGreaterThan(2);
            assertThat(seal.keys().history("clinic-1")).isEmpty();
        }
    }

    @Test
    @Timeout(30)
    void waitsNoLongerThanItsTimeout() {
        kms.becomeUnavailable();
        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> with(kms)
                        .startup(Startup.WAIT)
                        .startupTimeout(Duration.ofMillis(250))
                        .build());
        assertThat(kms.calls()).isGreaterThan(1);
    }

    @Test
    void startsLazilyAndVerifiesWithTheFirstUse() {
        byte[] sealed = sealWith(kms);
        kms.becomeUnavailable();
        try (ColumnSeal seal = with(kms).startup(Startup.LAZY).build()) {
            assertThatExceptionOfType(KmsUnavailableException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
            kms.recover();
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    /** Such as the registration of a column. */
    @Test
    void sealsNothingBeforeWhatWaitedForTheMasterKeyIsDone() {
        sealWith(kms);
        kms.becomeUnavailable();
        AtomicInteger runs = new AtomicInteger();
        try (ColumnSeal seal = with(kms).startup(Startup.LAZY).build()) {
            seal.whenVerified(() -> {
                if (runs.incrementAndGet() < 3) {
                    throw new IllegalStateException("no right to insert");
                }
            });
            kms.recover();

            assertThatIllegalStateException().isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
            assertThatIllegalStateException().isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
            seal.fields().encrypt(SSN, PLAINTEXT);
            seal.fields().encrypt(SSN, PLAINTEXT);
            assertThat(runs).hasValue(3);
        }
    }

    @Test
    void aTaskThatWaitedForTheMasterKeyMayMakeKeys() {
        byte[] sealed = sealWith(kms);
        kms.becomeUnavailable();
        try (ColumnSeal seal = with(kms).startup(Startup.LAZY).build()) {
            seal.whenVerified(() -> seal.keys().initialize("clinic-2", "j.doe"));
            kms.recover();

            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);

            assertThat(seal.keys().history("clinic-2")).hasSize(1);
        }
    }

    @Test
    void startsLazilyWithoutItsDatabase() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setUrl("jdbc:h2:tcp://localhost:1/none");
        try (ColumnSeal seal = with(kms)
                .keyStore(JdbcDataKeyStore.on(nowhere))
                .startup(Startup.LAZY)
                .build()) {
            assertThatExceptionOfType(KeyStoreUnavailableException.class)
                    .isThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT));
        }
    }

    @ParameterizedTest
    @EnumSource(Startup.class)
    void refusesMissingTablesAndNamesTheScript(Startup startup) {
        assertThatExceptionOfType(KeyStoreSchemaException.class)
                .isThrownBy(() -> with(kms)
                        .keyStore(JdbcDataKeyStore.on(H2Database.dataSource()))
                        .startup(startup)
                        .build())
                .withMessageContaining("io/columnseal/schema/schema-")
                .withMessageContaining("columnseal/migration/");
    }

    @Test
    void refusesTablesOfAnotherVersion() {
        tables.update("update columnseal_meta set counter = 2 where name = 'schema-version'");
        assertThatExceptionOfType(KeyStoreSchemaException.class)
                .isThrownBy(() -> with(kms).build())
                .withMessageContaining("schema version 2");
    }

    @Test
    void refusesASettingThatIsMissing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().build())
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.kms"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().kms(kms).build())
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.key-store"));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with(kms).defaultTenant(" ").build());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with(kms).cacheTtl(Duration.ofHours(2)).build());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with(kms)
                        .startup(Startup.WAIT)
                        .startupTimeout(Duration.ZERO)
                        .build());
        assertThat(kms.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "staging", "qa"})
    void doesNotSwitchEncryptionOffInProduction(String environment) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder()
                        .environment(Environment.of(environment))
                        .encryptionDisabled()
                        .build())
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.enabled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "test"})
    void keepsSealedAndUnsealedValuesApart(String environment) {
        byte[] sealed = sealWith(kms);
        try (ColumnSeal off = ColumnSeal.builder()
                        .environment(Environment.of(environment))
                        .encryptionDisabled()
                        .build();
                ColumnSeal on = with(kms).build()) {
            byte[] readable = off.fields().encrypt(SSN, PLAINTEXT);
            assertThat(new String(readable, StandardCharsets.UTF_8)).contains("123-45-6789");
            assertThat(off.fields().decrypt(SSN, readable)).isEqualTo(PLAINTEXT);

            assertThatThrownBy(() -> on.fields().decrypt(SSN, readable)).isInstanceOf(DecryptionException.class);
            assertThatThrownBy(() -> off.fields().decrypt(SSN, sealed)).isInstanceOf(DecryptionException.class);
            assertThatThrownBy(() -> off.keys().rotate("clinic-1", "test", "test"))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void failsAfterItIsClosed() {
        ColumnSeal seal = with(kms).build();
        byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        seal.close();
        seal.close();

        assertThatThrownBy(() -> seal.fields().decrypt(SSN, sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.fields().encrypt(SSN, PLAINTEXT)).isInstanceOf(IllegalStateException.class);
        List<String> before = tables.dump();
        assertThatThrownBy(() -> seal.keys().rotate("clinic-1", "test", "test"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tables.dump()).isEqualTo(before);
    }

    private byte[] sealWith(Kms kms) {
        try (ColumnSeal seal = with(kms).build()) {
            return seal.fields().encrypt(SSN, PLAINTEXT);
        }
    }

    private ColumnSealBuilder with(Kms kms) {
        return ColumnSeal.builder().environment(Environment.TEST).kms(kms).keyStore(JdbcDataKeyStore.on(dataSource));
    }
}
