package io.columnseal.reencrypt;

import io.columnseal.test.PostgresServer;

class PostgresMigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(PostgresServer.dataSource(), "bytea", "text");
    }
}
