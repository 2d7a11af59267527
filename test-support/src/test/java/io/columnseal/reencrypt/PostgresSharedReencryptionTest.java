package io.columnseal.reencrypt;

import io.columnseal.test.PostgresServer;

class PostgresSharedReencryptionTest extends SharedReencryptionContract {

    @Override
    TestDatabase connect() {
        return new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
    }
}
