package io.columnseal.hibernate.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Envers from fetching the properties of blind indexes, which have no values, when it looks at what was updated: it
 * takes everything that is not fetched for a lazy attribute of an enhanced class. Has to be asked before Envers is. Safe for
 * use by many threads.
 */
public final class UnfetchedIndexes implements PostUpdateEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, int[]> positionsByEntity = new ConcurrentHashMap<>();

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        EntityPersister persister = event.getPersister();
        int[] positions = positionsByEntity.get(persister.getEntityName());
        if (positions == null) {
            positions = positions(persister);
            positionsByEntity.put(persister.getEntityName(), positions);
        }
        for (int position : positions) {
            clear(event.getState(), position);
            clear(event.getOldState(), position);
        }
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    private static int[] positions(EntityPersister persister) {
        return IntStream.range(0, persister.getNumberOfAttributeMappings())
                .filter(position -> persister
                                .getAttributeMapping(position)
                                .getPropertyAccess()
                                .getGetter()
                        instanceof IndexPropertyAccess)
                .toArray();
    }

    private static void clear(@Nullable Object @Nullable [] state, int position) {
        if (state != null && state[position] == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            state[position] = null;
        }
    }
}
