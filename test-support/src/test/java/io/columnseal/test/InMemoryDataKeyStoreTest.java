package io.columnseal.test;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;

class InMemoryDataKeyStoreTest extends DataKeyStoreContract {

    @Override
    protected DataKeyStore openEmptyStore() {
        return new InMemoryDataKeyStore();
    }
}
