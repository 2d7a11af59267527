package io.columnseal.reencrypt;

class H2UniqueIndexTest extends UniqueIndexIntegrationTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("unique");
    }
}
