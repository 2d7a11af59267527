package io.columnseal.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registry of an in-memory key store. */
public final class InMemoryColumnRegistry implements ColumnRegistry {

    private final Map<List<String>, RegisteredColumn> columns = new LinkedHashMap<>();

    /** A registry that has registered nothing. */
    public InMemoryColumnRegistry() {
        this(List.of());
    }

    /** A registry that goes on from what another one remembered. */
    public InMemoryColumnRegistry(Collection<RegisteredColumn> remembered) {
        remembered.forEach(this::remember);
    }

    @Override
    public synchronized List<RegisteredColumn> find(String application) {
        return columns.values().stream()
                .filter(column -> column.application().equals(application))
                .toList();
    }

    @Override
    public synchronized List<RegisteredColumn> findAll() {
        return List.copyOf(columns.values());
    }

    @Override
    public synchronized boolean isEmpty() {
        return columns.isEmpty();
    }

    @Override
    public synchronized void register(Collection<RegisteredColumn> added) {
        List<RegisteredColumn> before = findAll();
        added.forEach(column -> remember(column.following(before, added)));
    }

    @Override
    public synchronized void forget(String application, ColumnPlace place) {
        find(application).forEach(column -> remember(column.without(place)));
    }

    private void remember(RegisteredColumn column) {
        columns.put(List.of(column.application(), column.entity(), column.attribute()), column);
    }
}
