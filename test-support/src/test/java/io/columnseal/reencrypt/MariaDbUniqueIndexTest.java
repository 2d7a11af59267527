package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbUniqueIndexTest extends UniqueIndexIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
