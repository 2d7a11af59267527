package io.columnseal.test;

import io.columnseal.kms.Kms;

class TestKmsContractTest extends KmsContract {

    @Override
    protected Kms openKms() {
        return new TestKms();
    }
}
