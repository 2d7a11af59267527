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
     * RegisteredColumn#following follows} what is remembered: neither an index that is taken away nor a place that is left
     * is forgotten. Writes only what differs.
     */
    void register(Collection<RegisteredColumn> columns);

    /**
     * Forgets that values were sealed in a place: whatever may be left there is lost with its keys. The rows of its
     * attributes stay. For whoever has made sure that it is gone, and said so in the access log: use {@link
     * io.columnseal.reencrypt.KeyDestruction#forget}.
     */
    void forget(String application, ColumnPlace place);
}
