package io.columnseal.reencrypt;

class H2SharedReencryptionTest extends SharedReencryptionContract {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("shared");
    }
}
