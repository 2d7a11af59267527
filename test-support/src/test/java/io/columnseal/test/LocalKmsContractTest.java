package io.columnseal.test;

import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;

class LocalKmsContractTest extends KmsContract {

    @Override
    protected Kms openKms() {
        return LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    }
}
