package io.columnseal.key;

import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.RegisteredColumn;
import java.util.Collection;
import java.util.List;

/** Columns in a key file. */
record FileColumnRegistry(KeyFile file) implements ColumnRegistry {

    @Override
    public List<RegisteredColumn> find(String application) {
        return file.read().store().columns().find(application);
    }

    @Override
    public List<RegisteredColumn> findAll() {
        return file.read().store().columns().findAll();
    }

    @Override
    public boolean isEmpty() {
        return file.read().store().columns().isEmpty();
    }

    @Override
    public void register(Collection<RegisteredColumn> columns) {
        file.change(store -> {
            store.columns().register(columns);
            return columns;
        });
    }

    @Override
    public void forget(String application, ColumnPlace place) {
        file.change(store -> {
            store.columns().forget(application, place);
            return place;
        });
    }
}
