package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbIndexRebuildTest extends IndexRebuildIntegrationTest {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
