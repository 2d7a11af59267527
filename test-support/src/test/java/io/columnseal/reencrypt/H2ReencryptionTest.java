package io.columnseal.reencrypt;

class H2ReencryptionTest extends ReencryptionIntegrationTest {

    @Override
    TestDatabase startDatabase() {
        return new TestDatabase(
                "jdbc:h2:mem:reencryption;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=200",
                "sa",
                "varbinary(20000000)",
                "varchar(20000000)",
                () -> {});
    }
}
