package io.columnseal.test;

import io.columnseal.key.DataKeyStore;

class MariaDbNodesTest extends KeyStoreNodesTest {

    @Override
    DataKeyStore emptyStore() {
        return JdbcStores.empty(MariaDbServer.dataSource());
    }

    @Override
    int rounds() {
        return 10;
    }
}
