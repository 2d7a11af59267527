package io.columnseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.test.kms.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vault by settings, without Spring. */
class VaultKmsProviderTest {

    private final VaultServer server = VaultServer.start("clinics/north");

    @TempDir
    Path folder;

    VaultKmsProviderTest() {
        server.createDerivedKey("columnseal");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void takesEverySettingBesideALogin() {
        Map<String, String> settings = settings();
        settings.put("columnseal.kms.vault.previous-keys", "former,older");
        settings.put("columnseal.kms.vault.mount", "transit");
        settings.put("columnseal.kms.vault.timeout", "10s");
        settings.put("columnseal.kms.vault.token", server.token());

        assertWrapsIn(settings);
        assertThat(server.logins()).isZero();
    }

    @Test
    void logsInByAppRole() {
        Map<String, String> settings = settings();
        settings.put("columnseal.kms.vault.app-role.mount", "approle");
        settings.put("columnseal.kms.vault.app-role.role-id", server.roleId());
        settings.put("columnseal.kms.vault.app-role.secret-id", server.secretId());

        assertWrapsIn(settings);
        assertThat(server.logins()).isEqualTo(1);
    }

    @Test
    void logsInByAPodsServiceAccount() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), server.serviceAccountToken());
        Map<String, String> settings = settings();
        settings.put("columnseal.kms.vault.kubernetes.role", "columnseal");
        settings.put("columnseal.kms.vault.kubernetes.token-file", token.toString());

        assertWrapsIn(settings);
        assertThat(server.logins()).isEqualTo(1);
    }

    @Test
    void refusesTwoLogins() {
        Map<String, String> settings = settings();
        settings.put("columnseal.kms.vault.app-role.role-id", server.roleId());
        settings.put("columnseal.kms.vault.app-role.secret-id", server.secretId());
        for (String other : List.of("columnseal.kms.vault.token", "columnseal.kms.vault.kubernetes.role")) {
            settings.put(other, server.token());

            assertThatThrownBy(() -> PropertyConfiguration.of(settings).kms())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(other)
                    .hasMessageContaining("columnseal.kms.vault.app-role.role-id")
                    .hasMessageNotContaining(server.token());
            settings.remove(other);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.vault.address, ''",
        "columnseal.kms.vault.address, 'http://vault.example'",
        "columnseal.kms.vault.address, 'not a url'",
        "columnseal.kms.vault.key, ''",
        "columnseal.kms.vault.previous-keys, ../sys",
        "columnseal.kms.vault.timeout, soon",
        "columnseal.kms.vault.timeout, 0s",
        "columnseal.kms.vault.token, ''",
        "columnseal.kms.vault.token, two words",
    })
    void namesTheSettingThatIsWrong(String name, String value) {
        Map<String, String> settings = settings();
        settings.put("columnseal.kms.vault.token", server.token());
        settings.put(name, value);

        assertThatThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + ": ")
                .hasMessageNotContaining("two words");
    }

    private static void assertWrapsIn(Map<String, String> settings) {
        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            seal.keys().initialize("clinic-1", "j.doe");

            assertThat(seal.keys().history("clinic-1"))
                    .allSatisfy(key -> assertThat(key.kekId()).isEqualTo("vault:clinics/north/transit/columnseal"));
        }
    }

    private Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "columnseal.kms.type",
                "vault",
                "columnseal.kms.vault.address",
                server.endpoint().toString(),
                "columnseal.kms.vault.key",
                "columnseal",
                "columnseal.kms.vault.namespace",
                "clinics/north",
                "columnseal.key-store.file",
                folder.resolve("keys").toString()));
    }
}
