package io.columnseal.reencrypt;

import io.columnseal.test.PostgresServer;

class PostgresRunStoreTest extends RunStoreContract {

    @Override
    RunStore store() {
        return JdbcRunStores.empty(PostgresServer.dataSource());
    }
}
