package io.columnseal.test;

import io.columnseal.key.DataKeyStore;

class H2NodesTest extends KeyStoreNodesTest {

    @Override
    DataKeyStore emptyStore() {
        return JdbcStores.empty(H2Database.dataSource());
    }

    @Override
    int rounds() {
        return 60;
    }
}
