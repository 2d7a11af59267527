package io.columnseal.reencrypt;

class H2KeyDestructionTest extends KeyDestructionIntegrationTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("destruction");
    }
}
