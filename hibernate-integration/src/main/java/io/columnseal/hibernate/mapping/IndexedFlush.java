package io.columnseal.hibernate.mapping;

import java.util.List;
import org.hibernate.event.spi.FlushEntityEvent;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Lets a blind index be changed exactly if Hibernate finds its attribute changed, by whichever of its ways: where it
 * updates only what has changed, it then writes both or neither.
 */
final class IndexedFlush implements FlushEntityEventListener {

    private static final long serialVersionUID = 1L;

    private final transient IndexedEntities entities;
    private final transient List<FlushEntityEventListener> hibernate;

    /** @param hibernate those that do the work */
    IndexedFlush(IndexedEntities entities, List<FlushEntityEventListener> hibernate) {
        this.entities = entities;
        this.hibernate = List.copyOf(hibernate);
    }

    @Override
    public void onFlushEntity(FlushEntityEvent event) {
        StateIndexes indexes = entities.of(event.getEntityEntry().getPersister());
        if (indexes.isEmpty()) {
            hibernate.forEach(listener -> listener.onFlushEntity(event));
            return;
        }
        FlushEntityEvent flushed = new Indexed(event, indexes);
        hibernate.forEach(listener -> listener.onFlushEntity(flushed));
        copyFindings(flushed, event);
    }

    /** For listeners of the application's behind this one. */
    private static void copyFindings(FlushEntityEvent from, FlushEntityEvent to) {
        to.setPropertyValues(from.getPropertyValues());
        to.setDatabaseSnapshot(from.getDatabaseSnapshot());
        to.setDirtyProperties(from.getDirtyProperties());
        to.setHasDirtyCollection(from.hasDirtyCollection());
        to.setDirtyCheckPossible(from.isDirtyCheckPossible());
        to.setDirtyCheckHandledByInterceptor(from.isDirtyCheckHandledByInterceptor());
    }

    private static final class Indexed extends FlushEntityEvent {

        private static final long serialVersionUID = 1L;

        private final transient StateIndexes indexes;

        Indexed(FlushEntityEvent event, StateIndexes indexes) {
            super(event.getSession(), event.getEntity(), event.getEntityEntry());
            this.indexes = indexes;
        }

        @Override
        public void setDirtyProperties(int @Nullable [] dirty) {
            super.setDirtyProperties(dirty == null ? null : indexes.completed(dirty));
        }
    }
}
