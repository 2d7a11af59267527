package io.columnseal.hibernate.compat;

import java.util.List;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;

/** The tables that an entity is written to: Hibernate 6.6 shows them to its own subclasses only. */
public final class EntityTables {

    private static final VersionedMethod TABLES =
            VersionedMethod.hidden(AbstractEntityPersister.class, "getTableMappings");

    private EntityTables() {}

    public static List<EntityTableMapping> of(EntityPersister entity) {
        Object tables = TABLES.call(entity);
        return tables == null ? List.of() : List.of((EntityTableMapping[]) tables);
    }
}
