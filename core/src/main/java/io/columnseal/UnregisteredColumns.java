package io.columnseal;

import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether some of a list's columns are registered by no application, so that the destruction of keys would not miss them.
 * Looks once, when first asked. Safe for use by many threads.
 */
final class UnregisteredColumns implements BooleanSupplier {

    private final ColumnRegistry registry;
    private final List<List<String>> places;
    private volatile @Nullable Boolean found;

    UnregisteredColumns(ColumnRegistry registry, List<SealedColumn> columns) {
        this.registry = registry;
        this.places = columns.stream()
                .map(column -> List.of(column.table(), column.column()))
                .toList();
    }

    @Override
    public boolean getAsBoolean() {
        Boolean known = found;
        if (known == null) {
            Set<List<String>> registered = new HashSet<>();
            for (RegisteredColumn column : registry.findAll()) {
                registered.add(List.of(column.table(), column.column()));
            }
            known = !registered.containsAll(places);
            found = known;
        }
        return known;
    }
}
