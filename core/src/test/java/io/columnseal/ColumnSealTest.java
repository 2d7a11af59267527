package io.columnseal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnSealTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensOldAndNewValuesAfterARotation() {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .build()) {
            byte[] before = seal.fields().encrypt(SSN, PLAINTEXT);
            KeyInfo rotated = seal.keys().rotate("clinic-1", "j.doe", "test");
            byte[] after = seal.fields().encrypt(SSN, PLAINTEXT);

            assertThat(rotated.version()).isEqualTo(2);
            assertThat(Arrays.copyOf(before, 9)).isNotEqualTo(Arrays.copyOf(after, 9));
            assertThat(seal.fields().decrypt(SSN, before)).isEqualTo(PLAINTEXT);
            assertThat(seal.fields().decrypt(SSN, after)).isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\uD800", "unpaired \uDC00"})
    void refusesADefaultTenantThatCannotBeStoredBeforeTheFirstValue(String tenant) {
        assertDefaultTenantIsRefused(tenant);
    }

    @Test
    void refusesADefaultTenantThatIsTooLongBeforeTheFirstValue() {
        assertDefaultTenantIsRefused("é".repeat(128));
    }

    private static void assertDefaultTenantIsRefused(String tenant) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> inMemory().defaultTenant(tenant).build())
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.default-tenant"))
                .satisfies(error -> assertThat(
                                tenant.isBlank() || !error.getMessage().contains(tenant))
                        .isTrue());
    }

    @Test
    void refusesAHardLimitThatNoClockCanCount() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        inMemory().cacheHardLimit(Duration.ofDays(200_000)).build())
                .satisfies(error -> assertThat(error.setting()).isEqualTo("columnseal.cache.hard-limit"));
        inMemory()
                .cacheTtl(Duration.ofDays(365))
                .cacheHardLimit(Duration.ofDays(365))
                .build()
                .close();
    }

    private static ColumnSealBuilder inMemory() {
        return ColumnSeal.builder().kms(LocalKms.fromHex(MASTER_KEY)).keyStore(new InMemoryDataKeyStore());
    }

    @Test
    void opensAfterARestartOnTheSameDatabase() {
        JdbcDataSource keys = new JdbcDataSource();
        keys.setUrl("jdbc:h2:mem:restart;DB_CLOSE_DELAY=-1");
        JdbcDataKeyStore.on(keys).createSchema();
        byte[] sealed;
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(keys))
                .build()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            seal.keys().rotate("clinic-1", "j.doe", "test");
        }
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(keys))
                .build()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::version)
                    .containsExactly(2, 1);
        }
    }
}
