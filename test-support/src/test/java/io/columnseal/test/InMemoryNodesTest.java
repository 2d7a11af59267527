package io.columnseal.test;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;

class InMemoryNodesTest extends KeyStoreNodesTest {

    @Override
    DataKeyStore emptyStore() {
        return new InMemoryDataKeyStore();
    }

    @Override
    int rounds() {
        return 200;
    }
}
