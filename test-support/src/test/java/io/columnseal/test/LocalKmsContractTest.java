package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalKmsContractTest extends KmsContract {

    @Override
    protected Kms openKms() {
        return LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../docs/kms/README.md"), "local"));
    }
}
