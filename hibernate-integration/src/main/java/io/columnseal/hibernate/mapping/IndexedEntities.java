package io.columnseal.hibernate.mapping;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.StreamSupport;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Has Hibernate write blind indexes whenever it writes the attributes they belong to, in every way it writes entities.
 * What it learns of an entity it keeps. Safe for use by many threads.
 */
public final class IndexedEntities {

    private final ConcurrentMap<EntityPersister, StateIndexes> known = new ConcurrentHashMap<>();

    StateIndexes of(EntityPersister entity) {
        StateIndexes indexes = known.get(entity);
        return indexes == null ? known.computeIfAbsent(entity, StateIndexes::of) : indexes;
    }

    /** Has to be called after all that replaces Hibernate's own listeners. */
    public void listen(EventListenerRegistry listeners) {
        IndexWrites writes = new IndexWrites(this);
        listeners.appendListeners(EventType.PRE_INSERT, writes);
        listeners.appendListeners(EventType.PRE_UPDATE, writes);
        listeners.appendListeners(EventType.PRE_UPSERT, writes);

        EventListenerGroup<FlushEntityEventListener> flush = listeners.getEventListenerGroup(EventType.FLUSH_ENTITY);
        List<FlushEntityEventListener> others =
                StreamSupport.stream(flush.listeners().spliterator(), false).toList();
        flush.clearListeners();
        flush.appendListener(new IndexedFlush(this, others));
    }
}
