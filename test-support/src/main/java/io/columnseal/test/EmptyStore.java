package io.columnseal.test;

import io.columnseal.Storage;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store without keys and columns for each test. */
abstract class EmptyStore {

    private DataKeyStore store;

    /** As {@link DataKeyStoreContract} says. */
    protected abstract DataKeyStore openEmptyStore();

    @BeforeEach
    final void open() {
        store = openEmptyStore();
    }

    @AfterEach
    final void close() {
        // None if it could not be opened here, which is then what the report should say
        if (store != null) {
            store.close();
        }
    }

    final DataKeyStore store() {
        return store;
    }

    final boolean write(DataKeyRow... rows) {
        return store.write(Stream.of(rows).toList(), List.of());
    }

    static RegisteredColumn column(String application, String attribute, String context) {
        return new RegisteredColumn(
                application, "Patient", attribute, "patient", attribute, context, "field", "text", Storage.BINARY);
    }
}
