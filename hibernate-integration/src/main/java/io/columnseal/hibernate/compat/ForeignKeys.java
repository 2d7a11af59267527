package io.columnseal.hibernate.compat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/** The foreign keys of a table in the boot model: Hibernate 6.6 hands them out as a map only. */
public final class ForeignKeys {

    private static final VersionedMethod KEYS =
            VersionedMethod.of(Table.class, 0, "getForeignKeyCollection", "getForeignKeys");

    private ForeignKeys() {}

    @SuppressWarnings("unchecked")
    public static Collection<ForeignKey> of(Table table) {
        Object keys = KEYS.call(table);
        if (keys == null) {
            return List.of();
        }
        return (Collection<ForeignKey>) (keys instanceof Map<?, ?> map ? map.values() : keys);
    }
}
