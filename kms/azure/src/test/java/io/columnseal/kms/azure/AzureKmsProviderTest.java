package io.columnseal.kms.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure by settings, without Spring. */
class AzureKmsProviderTest {

    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "columnseal.kms.type",
            "azure",
            "columnseal.kms.azure.key-id",
            "https://clinic.vault.azure.net/keys/columnseal",
            "columnseal.key-store.url",
            "jdbc:h2:mem:unused"));

    @Test
    void takesEverySettingThatIsNotSprings() {
        settings.put("columnseal.kms.azure.wrapping", "a256kw");
        settings.put("columnseal.kms.azure.timeout", "10s");
        settings.put("columnseal.kms.azure.verify-challenge", "false");
        assertThat(open().authenticates()).isTrue();
        assertThat(open().kekId()).isEqualTo("https://clinic.vault.azure.net/keys/columnseal");

        settings.put("columnseal.kms.azure.previous-key-ids", "https://clinic.vault.azure.net/keys/former");
        assertThat(open().knows("https://clinic.vault.azure.net/keys/former/0123456789abcdef"))
                .isTrue();
        assertThat(open().authenticates()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.kms.azure.key-id, ''",
        "columnseal.kms.azure.key-id, columnseal",
        "columnseal.kms.azure.previous-key-ids, former",
        "columnseal.kms.azure.wrapping, rot13",
        "columnseal.kms.azure.timeout, 0s",
        "columnseal.kms.azure.ssl-bundle, vault",
        "columnseal.kms.azure.verify-challenge, perhaps"
    })
    void namesTheSettingThatIsWrong(String name, String value) {
        settings.put(name, value);

        assertThatThrownBy(() -> PropertyConfiguration.of(settings).toBuilder())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + ": ");
    }

    private Kms open() {
        return new AzureKmsProvider()
                .open(Settings.of(settings, PropertyConfiguration.PREFIX, PropertyConfiguration.names()));
    }
}
