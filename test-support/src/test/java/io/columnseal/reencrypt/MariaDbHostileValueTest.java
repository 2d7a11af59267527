package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbHostileValueTest extends HostileValueIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
