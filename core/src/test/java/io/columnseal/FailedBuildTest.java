package io.columnseal;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.LocalKms;
import org.junit.jupiter.api.Test;

/** What a builder was given and the instance would have closed, nobody else closes when there is no instance. */
class FailedBuildTest {

    private final LocalKms kms = LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void closesTheKmsWhenASettingIsMissing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder().kms(kms).build());

        assertIsClosed();
    }

    @Test
    void closesTheKmsWhenASettingIsWrong() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ColumnSeal.builder()
                        .kms(kms)
                        .keyStore(new InMemoryDataKeyStore())
                        .defaultTenant(" ")
                        .build());

        assertIsClosed();
    }

    private void assertIsClosed() {
        assertThatThrownBy(() -> kms.generateDataKey(EncryptionContext.of("test", "clinic-1", "1", "FIELD")))
                .isInstanceOf(KmsKeyDisabledException.class);
    }
}
