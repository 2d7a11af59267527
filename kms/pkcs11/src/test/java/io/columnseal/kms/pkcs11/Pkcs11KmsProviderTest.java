package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.test.kms.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An HSM by settings, without Spring. */
class Pkcs11KmsProviderTest {

    @TempDir
    Path folder;

    @Test
    void takesTheSettingsOfAToken() {
        SoftHsm.initialize();
        Map<String, String> settings = settings(SoftHsm.library());
        settings.put("columnseal.kms.pkcs11.previous-key-labels", "former");
        settings.put("columnseal.kms.pkcs11.slot-list-index", "0");

        try (ColumnSeal seal = PropertyConfiguration.of(settings).toBuilder().build()) {
            seal.keys().initialize("clinic-1", "j.doe");

            assertThat(seal.keys().history("clinic-1"))
                    .allSatisfy(key -> assertThat(key.kekId()).isEqualTo("pkcs11:object=" + SoftHsm.KEY));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.pkcs11.library, ''",
        "columnseal.kms.pkcs11.library, /no/such/library.so",
        "columnseal.kms.pkcs11.key-label, ''",
        "columnseal.kms.pkcs11.pin, ''",
        "columnseal.kms.pkcs11.slot, first",
        "columnseal.kms.pkcs11.slot-list-index, first"
    })
    void namesTheSettingThatIsWrong(String name, String value) throws IOException {
        Map<String, String> settings = settings(Files.createFile(folder.resolve("library.so")));
        settings.put(name, value);

        assertThatThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + ": ")
                .hasMessageNotContaining(SoftHsm.PIN);
    }

    private Map<String, String> settings(Path library) {
        return new TreeMap<>(Map.of(
                "columnseal.kms.type",
                "pkcs11",
                "columnseal.kms.pkcs11.library",
                library.toString(),
                "columnseal.kms.pkcs11.key-label",
                SoftHsm.KEY,
                "columnseal.kms.pkcs11.pin",
                SoftHsm.PIN,
                "columnseal.key-store.file",
                folder.resolve("keys").toString()));
    }
}
