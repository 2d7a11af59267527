package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.LoggedEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FileDataKeyStoreTest extends DataKeyStoreContract {

    @TempDir
    Path folder;

    @Override
    protected DataKeyStore openEmptyStore() {
        FileDataKeyStore store = FileDataKeyStore.at(file()).createIfMissing();
        store.verify();
        return store;
    }

    @Override
    protected List<AccessLog.Entry> recordedUses() {
        return FileDataKeyStore.at(file()).accessLog().read(0, Integer.MAX_VALUE).stream()
                .map(LoggedEntry::entry)
                .toList();
    }

    @Override
    protected AccessLog.Protection logProtection() {
        return AccessLog.Protection.MACS_ONLY;
    }

    private Path file() {
        return folder.resolve("clinic.db.key");
    }
}
