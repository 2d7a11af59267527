package io.columnseal.reencrypt;

import io.columnseal.test.MariaDbServer;

class MariaDbRunStoreTest extends RunStoreContract {

    @Override
    RunStore store() {
        return JdbcRunStores.empty(MariaDbServer.dataSource());
    }
}
