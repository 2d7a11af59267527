package io.columnseal.reencrypt;

class InMemoryRunStoreTest extends RunStoreContract {

    @Override
    RunStore store() {
        return new InMemoryRunStore();
    }
}
