package io.columnseal.reencrypt;

class H2HostileValueTest extends HostileValueIntegrationTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("hostile");
    }
}
