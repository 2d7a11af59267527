package io.columnseal.catalogue;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of those of some columns that no application has registered: when a key is destroyed, nobody would think of
 * counting such a column. Asks the registry when it is first tested. Safe for use by many threads.
 */
public final class UnregisteredContexts implements Predicate<String> {

    private final Collection<SealedColumn> columns;
    private final ColumnRegistry registry;
    private volatile @Nullable Set<String> contexts;

    public UnregisteredContexts(Collection<SealedColumn> columns, ColumnRegistry registry) {
        this.columns = columns;
        this.registry = registry;
    }

    /** @throws io.columnseal.KeyStoreException if the registry cannot be asked */
    @Override
    public boolean test(String context) {
        Set<String> known = contexts;
        if (known == null) {
            // By several threads perhaps, with the same result
            known = unregistered();
            contexts = known;
        }
        return known.contains(context);
    }

    private Set<String> unregistered() {
        Collection<RegisteredColumn> registered = registry.findAll();
        return columns.stream()
                .filter(column -> registered.stream()
                        .noneMatch(known -> known.context().equals(column.context())
                                && known.liesIn(column.table(), column.column())))
                .map(SealedColumn::context)
                .collect(Collectors.toSet());
    }
}
