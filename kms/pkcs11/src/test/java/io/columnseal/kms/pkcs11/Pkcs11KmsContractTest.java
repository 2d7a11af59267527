package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import io.columnseal.test.KmsFeatures;
import io.columnseal.test.kms.SoftHsm;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Pkcs11KmsContractTest extends KmsContract {

    @BeforeAll
    static void initialize() {
        SoftHsm.initialize();
    }

    @Override
    protected Kms openKms() {
        return Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, SoftHsm.PIN.toCharArray())
                .build();
    }

    @Test
    void doesWhatItsDocumentationSays() {
        assertThat(features()).isEqualTo(KmsFeatures.documented(Path.of("../../docs/kms/README.md"), "pkcs11"));
    }
}
