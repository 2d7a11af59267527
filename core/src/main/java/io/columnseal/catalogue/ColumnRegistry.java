package io.columnseal.catalogue;

import java.util.Collection;
import java.util.List;

/**
 * Remembers every column that was ever sealed, the table {@code columnseal_columns}. Safe for use by many threads and
 * nodes.
 */
public interface ColumnRegistry {

    /** All columns an application has registered. */
    List<RegisteredColumn> find(String application);

    /** All columns that any application has registered. */
    List<RegisteredColumn> findAll();

    /** Whether any application has registered a column. */
    boolean isEmpty();

    /**
     * Adds or replaces columns by their application, entity and attribute, each as it {@linkplain
     * RegisteredColumn#following follows} what is remembered: an index that is taken away is not forgotten. Writes only
     * what differs.
     */
    void register(Collection<RegisteredColumn> columns);
}
