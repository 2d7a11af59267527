package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbSharedReencryptionTest extends SharedReencryptionContract {

    @Override
    TestDatabase connect() {
        return new TestDatabase(MariaDbServer.dataSource(), "longblob", "longtext");
    }
}
