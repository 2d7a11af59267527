package io.columnseal.test;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class FileNodesTest extends KeyStoreNodesTest {

    private final AtomicInteger files = new AtomicInteger();

    @TempDir
    Path folder;

    @Override
    DataKeyStore emptyStore() {
        FileDataKeyStore store = FileDataKeyStore.at(folder.resolve(files.incrementAndGet() + ".key"))
                .createIfMissing();
        store.verify();
        return store;
    }

    @Override
    int rounds() {
        return 20;
    }
}
