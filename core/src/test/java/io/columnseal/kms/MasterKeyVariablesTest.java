package io.columnseal.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyVariablesTest {

    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String FORMER = "ff" + KEY.substring(2);
    private static final String OLDEST = "fe" + KEY.substring(2);
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    @ParameterizedTest
    @ValueSource(strings = {"MASTER_ENCRYPTION_KEY", "ENCRYPTION_KEY"})
    void knowsBothNames(String name) {
        assertThat(MasterKeyVariables.read(Map.of(name, KEY)).kekId())
                .isEqualTo(LocalKms.fromHex(KEY).kekId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MASTER_ENCRYPTION_KEY", "ENCRYPTION_KEY"})
    void unwrapsUnderAnyNumberOfFormerKeys(String name) {
        LocalKms kms = MasterKeyVariables.read(Map.of(name, KEY, name + "_PREVIOUS", FORMER + ", " + OLDEST));

        for (String former : new String[] {FORMER, OLDEST}) {
            WrappedKey wrapped = LocalKms.fromHex(former).wrap(new byte[32], CONTEXT);
            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        }
        assertThat(kms.kekId()).isEqualTo(LocalKms.fromHex(KEY).kekId());
    }

    @Test
    void doesNotChooseBetweenTwoMasterKeys() {
        assertThatThrownBy(
                        () -> MasterKeyVariables.read(Map.of("MASTER_ENCRYPTION_KEY", KEY, "ENCRYPTION_KEY", FORMER)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MASTER_ENCRYPTION_KEY")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void namesTheVariableThatIsMissingOrWrong() {
        assertThatThrownBy(() -> MasterKeyVariables.read(Map.of("ENCRYPTION_KEY", " ")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MASTER_ENCRYPTION_KEY: is required");
        assertThatThrownBy(() -> MasterKeyVariables.read(Map.of("ENCRYPTION_KEY", "secret")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ENCRYPTION_KEY: ")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() ->
                        MasterKeyVariables.read(Map.of("ENCRYPTION_KEY", KEY, "ENCRYPTION_KEY_PREVIOUS", FORMER + ",")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ENCRYPTION_KEY_PREVIOUS: ")
                .hasMessageNotContaining(FORMER);
    }
}
