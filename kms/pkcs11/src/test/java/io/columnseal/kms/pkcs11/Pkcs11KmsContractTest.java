package io.columnseal.kms.pkcs11;

import io.columnseal.kms.Kms;
import io.columnseal.test.KmsContract;
import org.junit.jupiter.api.BeforeAll;

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
}
