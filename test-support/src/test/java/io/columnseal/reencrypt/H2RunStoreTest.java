package io.columnseal.reencrypt;

class H2RunStoreTest extends RunStoreContract {

    @Override
    RunStore store() {
        return JdbcRunStores.empty(H2ReencryptionTest.h2("runs").dataSource());
    }
}
