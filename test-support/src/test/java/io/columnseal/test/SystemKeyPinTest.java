package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.Kms;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left to somebody who writes to the key table and can wrap keys, as anybody can under an RSA KEK. */
class SystemKeyPinTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final TestKms kms = new TestKms();
    private final Kms forAnybody = new ForwardingKms(kms) {
        @Override
        public boolean authenticates() {
            return false;
        }
    };

    @BeforeEach
    void createTables() {
        JdbcDataKeyStore.on(dataSource).createSchema();
    }

    @Test
    void productionDoesNotStartWithoutOneUnderAKekThatWrapsForAnybody() {
        ColumnSealBuilder first = production(forAnybody);

        assertThatThrownBy(first::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("columnseal.system-key-pin: is required")
                .hasMessageContaining(pin());
        assertThatThrownBy(production(forAnybody)::build).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theFirstStartTellsThePinThatAllOthersTake() {
        assertThatThrownBy(production(forAnybody)::build).hasMessageContaining(pin());

        try (ColumnSeal seal = production(forAnybody).systemKeyPin(pin()).build()) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void onlyProductionNeedsOneAndOnlyUnderSuchAKek() {
        development(forAnybody).build().close();
        tables.update("delete from data_encryption_keys");
        production(kms).build().close();
    }

    /** Somebody fills tables of his own, under the same KEK, and puts them in the place of the real ones. */
    @Test
    void refusesTablesThatSomebodyElseMade() {
        production(kms).build().close();
        String pin = pin();
        tables.update("delete from data_encryption_keys");
        production(kms).build().close();

        assertThatThrownBy(production(forAnybody).systemKeyPin(pin)::build)
                .isInstanceOf(KeyRejectedException.class)
                .hasMessageContaining("columnseal.system-key-pin");
        assertThatThrownBy(production(kms).systemKeyPin(pin)::build)
                .as("a pin holds with every KMS")
                .isInstanceOf(KeyRejectedException.class);
    }

    @Test
    void refusesARowThatOnlyClaimsThePinnedCheckValue() {
        production(kms).build().close();
        byte[] pinned = HexFormat.of().parseHex(pin());
        tables.update("delete from data_encryption_keys");
        production(kms).build().close();
        tables.update("update data_encryption_keys set check_value = ?", pinned);

        assertThatThrownBy(production(forAnybody).systemKeyPin(HexFormat.of().formatHex(pinned))::build)
                .isInstanceOf(KeyRejectedException.class);
    }

    @Test
    void doesNotBeginAnewInAnEmptyTable() {
        String pin = "ab".repeat(32);

        assertThatThrownBy(production(kms).systemKeyPin(pin)::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.system-key-pin");
        assertThat(tables.value("select count(*) from data_encryption_keys")).isEqualTo(0L);
    }

    /** Under other KEKs an edited row goes on opening values. */
    @Test
    void opensNothingUnderAnEditedRowOfAKekThatWrapsForAnybody() {
        byte[] sealed;
        try (ColumnSeal seal = development(forAnybody).build()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        tables.update("update data_encryption_keys set reason = 'planted' where key_usage = 'FIELD'");

        try (ColumnSeal seal = development(forAnybody).build()) {
            assertThatThrownBy(() -> seal.fields().decrypt(SSN, sealed)).isInstanceOf(KeyRejectedException.class);
        }
        try (ColumnSeal seal = development(kms).build()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "zz", "0x00"})
    void namesTheSettingOfATextThatIsNoPin(String text) {
        assertThatThrownBy(() -> production(kms).systemKeyPin(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.system-key-pin");
    }

    private String pin() {
        return HexFormat.of().formatHex((byte[])
                tables.value("select check_value from data_encryption_keys where key_usage = 'SYSTEM'"));
    }

    private ColumnSealBuilder production(Kms kms) {
        return instance(kms).environment(Environment.PRODUCTION);
    }

    private ColumnSealBuilder development(Kms kms) {
        return instance(kms).environment(Environment.DEVELOPMENT);
    }

    private ColumnSealBuilder instance(Kms kms) {
        return ColumnSeal.builder().kms(kms).keyStore(JdbcDataKeyStore.on(dataSource));
    }
}
