package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbMigrationRunTest extends MigrationRunTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
