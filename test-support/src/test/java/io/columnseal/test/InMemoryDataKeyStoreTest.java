package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import java.util.List;

class InMemoryDataKeyStoreTest extends DataKeyStoreContract {

    private InMemoryDataKeyStore store;

    @Override
    protected DataKeyStore openEmptyStore() {
        store = new InMemoryDataKeyStore();
        return store;
    }

    @Override
    protected List<AccessLog.Entry> recordedUses() {
        return store.uses();
    }
}
