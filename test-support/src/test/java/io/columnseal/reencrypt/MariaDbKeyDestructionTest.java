package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbKeyDestructionTest extends KeyDestructionIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
