package io.columnseal.test;

import io.columnseal.key.DataKeyStore;

class PostgresNodesTest extends KeyStoreNodesTest {

    @Override
    DataKeyStore emptyStore() {
        return JdbcStores.empty(PostgresServer.dataSource());
    }

    @Override
    int rounds() {
        return 30;
    }
}
