package io.columnseal.reencrypt;

class H2MigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return H2ReencryptionTest.h2("migration");
    }
}
