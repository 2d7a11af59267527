package io.columnseal.reencrypt;

class H2IndexRebuildTest extends IndexRebuildIntegrationTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("rebuild");
    }
}
