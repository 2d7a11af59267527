package io.columnseal.hibernate.mapping;

import io.columnseal.UnsupportedMappingException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;

/** Puts what index values are made of into the state of every entity that is about to be written. */
final class IndexWrites implements PreInsertEventListener, PreUpdateEventListener, PreUpsertEventListener {

    private static final long serialVersionUID = 1L;

    private final transient IndexedEntities entities;

    IndexWrites(IndexedEntities entities) {
        this.entities = entities;
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        return prepare(event, event.getState());
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        return prepare(event, event.getState());
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        EncryptedAttribute unique = entities.of(event.getPersister()).unique();
        if (unique != null && updatesByAnyUniqueIndex(event)) {
            throw new UnsupportedMappingException(
                    unique.entity(),
                    unique.path(),
                    "an entity with a unique blind index cannot be upserted here: this database would overwrite another row"
                            + " that holds an equal value",
                    "Find out whether the row exists, and insert or update it");
        }
        return prepare(event, event.getState());
    }

    private static boolean updatesByAnyUniqueIndex(PreUpsertEvent event) {
        return event.getPersister().getFactory().getJdbcServices().getDialect() instanceof MySQLDialect;
    }

    private boolean prepare(AbstractPreDatabaseOperationEvent event, Object[] state) {
        entities.of(event.getPersister()).prepare(state);
        return false;
    }
}
