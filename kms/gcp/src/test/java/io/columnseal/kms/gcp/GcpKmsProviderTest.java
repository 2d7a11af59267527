package io.columnseal.kms.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.test.kms.GcpKmsServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google Cloud KMS by settings, without Spring. */
class GcpKmsProviderTest {

    private static final String KEY = "projects/clinic/locations/europe-west3/keyRings/phi/cryptoKeys/columnseal";

    @TempDir
    Path folder;

    @Test
    void takesEverySetting() {
        try (GcpKmsServer server = GcpKmsServer.start()) {
            String key = server.createKey("columnseal");
            Map<String, String> settings = settings(key);
            settings.put("columnseal.kms.gcp.previous-key-names", server.createKey("former"));
            settings.put("columnseal.kms.gcp.endpoint", server.endpoint().toString());
            settings.put("columnseal.kms.gcp.timeout", "10s");

            try (ColumnSeal seal =
                    PropertyConfiguration.of(settings).toBuilder().build()) {
                seal.keys().initialize("clinic-1", "j.doe");

                assertThat(seal.keys().history("clinic-1"))
                        .allSatisfy(made -> assertThat(made.kekId()).startsWith(key + "/"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.gcp.key-name, ''",
        "columnseal.kms.gcp.key-name, columnseal",
        "columnseal.kms.gcp.previous-key-names, former",
        "columnseal.kms.gcp.endpoint, 'http://kms.example'",
        "columnseal.kms.gcp.timeout, 0s"
    })
    void namesTheSettingThatIsWrong(String name, String value) {
        Map<String, String> settings = settings(KEY);
        settings.put(name, value);

        assertThatThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + ": ");
    }

    private Map<String, String> settings(String keyName) {
        return new TreeMap<>(Map.of(
                "columnseal.kms.type",
                "gcp",
                "columnseal.kms.gcp.key-name",
                keyName,
                "columnseal.key-store.file",
                folder.resolve("keys").toString()));
    }
}
