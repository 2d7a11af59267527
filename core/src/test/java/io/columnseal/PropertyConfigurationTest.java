package io.columnseal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyConfigurationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final Map<String, Object> settings = new HashMap<>(Map.of(
            "columnseal.kms.local.master-key",
            MASTER_KEY,
            "columnseal.key-store.url",
            "jdbc:h2:mem:properties;DB_CLOSE_DELAY=-1"));

    @Test
    void buildsFromAMasterKeyAndAUrl() {
        byte[] sealed;
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
            assertThat(seal.environment()).isEqualTo(Environment.PRODUCTION);
            assertThat(seal.defaultTenant()).isEqualTo("default");
        }
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void readsEverySetting() {
        settings.putAll(Map.ofEntries(
                Map.entry("columnseal.environment", "Staging"),
                Map.entry("columnseal.application", "clinic-app"),
                Map.entry("columnseal.default-tenant", "house"),
                Map.entry("columnseal.suite", "aes-256-gcm-siv"),
                Map.entry("columnseal.kms.type", "local"),
                Map.entry(
                        "columnseal.kms.local.previous-keys",
                        "ff" + MASTER_KEY.substring(2) + ", fe" + MASTER_KEY.substring(2)),
                Map.entry("columnseal.key-store.url", "jdbc:h2:mem:everything;DB_CLOSE_DELAY=-1"),
                Map.entry("columnseal.key-store.username", "sa"),
                Map.entry("columnseal.key-store.password", ""),
                Map.entry("columnseal.key-store.schema", "PUBLIC"),
                Map.entry("columnseal.key-store.table-prefix", "x_"),
                Map.entry("columnseal.key-store.initialize-schema", "always"),
                Map.entry("columnseal.cache.ttl", "90s"),
                Map.entry("columnseal.cache.hard-limit", Duration.ofHours(2)),
                Map.entry("columnseal.cache.poll-interval", "2s"),
                Map.entry("columnseal.cache.maximum-size", 100),
                Map.entry("columnseal.outage.patience", "2s"),
                Map.entry("columnseal.outage.attempts", 2),
                Map.entry("columnseal.outage.parallel-calls", 16),
                Map.entry("columnseal.outage.failures", 3),
                Map.entry("columnseal.outage.longest-pause", "1m"),
                Map.entry("columnseal.startup.kms", "WAIT"),
                Map.entry("columnseal.startup.timeout", "PT10S"),
                Map.entry("columnseal.enabled", true)));
        PropertyConfiguration configuration = PropertyConfiguration.of(settings);

        assertThat(configuration.application("other")).isEqualTo("clinic-app");
        try (ColumnSeal seal = configuration.toBuilder().build()) {
            assertThat(seal.environment().name()).isEqualTo("staging");
            assertThat(seal.defaultTenant()).isEqualTo("house");
            assertThat(seal.fields().encrypt(SSN, PLAINTEXT)).startsWith(0x02);
        }
    }

    @Test
    void wrapsKeysForTheRecoveryKey() throws Exception {
        settings.put("columnseal.key-store.url", "jdbc:h2:mem:recoverable;DB_CLOSE_DELAY=-1");
        settings.put("columnseal.recovery.public-key", recoveryPem());
        settings.put(
                "columnseal.recovery.fingerprint", "7d85ffed6d40f273e41b2f0349ee26e4daac81015c6c971708285d183652f7c6");
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            seal.keys().initialize("clinic-1", "j.doe");

            assertThat(seal.keks().status().withoutRecovery()).isZero();
        }
        for (String missing : List.of("columnseal.recovery.fingerprint", "columnseal.recovery.public-key")) {
            Object value = settings.put(missing, " ");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                    .satisfies(error -> assertThat(error.setting()).isEqualTo(missing));
            settings.put(missing, value);
        }
    }

    private static String recoveryPem() throws IOException {
        try (InputStream in = LocalKms.class.getResourceAsStream("recovery-public-1.pem")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** None of the modules is on the class path here. */
    @ParameterizedTest
    @CsvSource({
        "aws, columnseal-kms-aws",
        "azure, columnseal-kms-azure",
        "gcp, columnseal-kms-gcp",
        "Vault, columnseal-kms-vault",
        "pkcs11, columnseal-kms-pkcs11"
    })
    void namesTheDependencyThatAKmsNeeds(String type, String module) {
        settings.put("columnseal.kms.type", type);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .withMessageStartingWith("columnseal.kms.type: ")
                .withMessageEndingWith("Add the dependency io.columnseal:" + module);
    }

    @Test
    void namesTheKindsOfKmsThatThereAre() {
        settings.put("columnseal.kms.type", "amazon");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .withMessage(
                        "columnseal.kms.type: must be local, aws, azure, gcp, pkcs11 or vault. Give any other KMS to the"
                                + " builder");
    }

    /** Without the type, a deployment that was to use the KMS would go on under the master key that was left behind. */
    @ParameterizedTest
    @CsvSource({
        "'', columnseal.kms.aws.key-id",
        "local, columnseal.kms.vault.app-role.role-id",
        "Local, columnseal.kms.pkcs11.library",
        "vault, columnseal.kms.azure.key-id"
    })
    void refusesSettingsOfAKmsThatTheTypeDoesNotName(String type, String name) {
        settings.put("columnseal.kms.type", type);
        settings.put(name, "secret");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).kms())
                .withMessageContaining("columnseal.kms.type")
                .satisfies(error -> {
                    assertThat(error.setting()).isEqualTo(name);
                    assertThat(error.getMessage()).doesNotContain("secret");
                });
        settings.put(name, " ");
        settings.put("columnseal.kms.type", "");
        PropertyConfiguration.of(settings).kms().close();
    }

    @Test
    void tellsWhichSettingsAreSecrets() {
        assertThat(PropertyConfiguration.secretNames())
                .contains(
                        "columnseal.kms.local.master-key",
                        "columnseal.kms.pkcs11.pin",
                        "columnseal.kms.vault.app-role.secret-id",
                        "columnseal.kms.vault.token")
                .isSubsetOf(PropertyConfiguration.names());
    }

    @Test
    void ignoresSettingsOfOthers() {
        assertThat(PropertyConfiguration.of(Map.of("hibernate.dialect", "x")).isPresent())
                .isFalse();
        assertThat(PropertyConfiguration.of(Map.of("columnseal.application", "x"))
                        .isPresent())
                .isFalse();
        assertThat(PropertyConfiguration.of(settings).isPresent()).isTrue();
        assertThat(PropertyConfiguration.of(Map.of("columnseal.instance", "x"), Set.of("columnseal.instance"))
                        .isPresent())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.local.masterkey, columnseal.kms.local.master-key",
        "columnseal.kms.local.master_key, columnseal.kms.local.master-key",
        "columnseal.cache.tll, columnseal.cache.ttl",
        "columnseal.keystore.url, columnseal.key-store.url",
        "columnseal.enviroment, columnseal.environment",
        "columnseal.kms.vault.tokn, columnseal.kms.vault.token",
        "columnseal.key-store.user, columnseal.key-store.url"
    })
    void refusesAnUnknownSettingAndNamesTheNearest(String name, String nearest) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(Map.of(name, "secret-value")))
                .satisfies(error -> {
                    assertThat(error.setting()).isEqualTo(name);
                    assertThat(error.getMessage()).contains(nearest).doesNotContain("secret-value");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.cache.ttl, soon",
        "columnseal.outage.attempts, 0",
        "columnseal.outage.patience, 2h",
        "columnseal.cache.ttl, 5 parsecs",
        "columnseal.cache.ttl, 999999999999999999d",
        "columnseal.cache.ttl, 0s",
        "columnseal.cache.ttl, -5m",
        "columnseal.cache.poll-interval, 50ms",
        "columnseal.cache.poll-interval, 2h",
        "columnseal.cache.maximum-size, many",
        "columnseal.cache.maximum-size, 0",
        "columnseal.startup.kms, maybe",
        "columnseal.suite, rot13",
        "columnseal.kms.type, aws",
        "columnseal.enabled, perhaps",
        "columnseal.enabled, false",
        "columnseal.environment, über",
        "columnseal.kms.local.master-key, secret",
        "columnseal.kms.local.previous-keys, secret",
        "columnseal.key-store.schema, a b",
        "columnseal.key-store.schema, x;drop table y",
        "columnseal.key-store.table-prefix, 1x",
        "columnseal.key-store.url, jdbc:unknown:password=secret",
        "columnseal.key-store.url, jdbc:h2:mem:forgets",
        "columnseal.key-store.initialize-schema, sometimes"
    })
    void refusesAMalformedSettingByItsName(String name, String value) {
        settings.put(name, value);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder().build())
                .satisfies(error -> {
                    assertThat(error.setting()).isEqualTo(name);
                    assertThat(error.getMessage()).doesNotContain("secret");
                    assertThat(error.getCause()).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"columnseal.kms.local.master-key", "columnseal.key-store.url"})
    void namesARequiredSettingThatIsMissing(String name) {
        settings.remove(name);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .satisfies(error -> assertThat(error.setting()).isEqualTo(name));
        settings.put(name, " ");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .satisfies(error -> assertThat(error.setting()).isEqualTo(name));
    }

    @Test
    void generatesAMasterKeyInDevelopmentOnly(@TempDir Path folder) {
        Path file = folder.resolve("master.key");
        settings.remove("columnseal.kms.local.master-key");
        settings.put("columnseal.kms.local.development-key-file", file);
        settings.put("columnseal.key-store.url", "jdbc:h2:mem:development;DB_CLOSE_DELAY=-1");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder());
        assertThat(file).doesNotExist();

        settings.put("columnseal.environment", "development");
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            assertThat(seal.fields().decrypt(SSN, seal.fields().encrypt(SSN, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
        assertThat(file).exists();
    }

    @Test
    void switchesEncryptionOffInDevelopment() {
        try (ColumnSeal seal =
                PropertyConfiguration.of(Map.of("columnseal.enabled", "false", "columnseal.environment", "development"))
                        .toBuilder()
                        .build()) {
            assertThat(seal.fields().encrypt(SSN, PLAINTEXT)).endsWith(PLAINTEXT);
        }
    }

    @Test
    void doesNotCreateTablesOfADatabaseServerUnasked() {
        settings.put("columnseal.key-store.url", "jdbc:h2:mem:unasked;DB_CLOSE_DELAY=-1");
        settings.put("columnseal.key-store.initialize-schema", "never");
        assertThatExceptionOfType(KeyStoreSchemaException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder().build());
    }

    @Test
    void keepsKeysInAFile(@TempDir Path folder) {
        Path file = folder.resolve("clinic.db.key");
        settings.remove("columnseal.key-store.url");
        settings.put("columnseal.key-store.file", file);

        byte[] sealed;
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
        settings.put("columnseal.key-store.initialize-schema", "never");
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
        assertThat(file).exists();
    }

    @Test
    void createsNoFileThatIsNotToBeCreated(@TempDir Path folder) {
        settings.remove("columnseal.key-store.url");
        settings.put("columnseal.key-store.file", folder.resolve("clinic.db.key"));
        settings.put("columnseal.key-store.initialize-schema", "never");

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder().build());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesTwoPlacesForKeys() {
        settings.put("columnseal.key-store.url", "jdbc:h2:mem:two-places;DB_CLOSE_DELAY=-1");
        settings.put("columnseal.key-store.file", "clinic.db.key");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .withMessageContaining("columnseal.key-store.file")
                .withMessageContaining("columnseal.key-store.url");
    }
}
