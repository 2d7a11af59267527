package io.columnseal.hibernate.compat;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.jspecify.annotations.Nullable;

/**
 * The session that an event announces a write of. Up to Hibernate 6.6 events know stateful sessions only, so that a
 * stateless session's has none.
 */
public final class WriteEvents {

    private static final VersionedMethod OF_ROW =
            VersionedMethod.of(AbstractPreDatabaseOperationEvent.class, 0, "getSession");
    private static final VersionedMethod OF_COLLECTION =
            VersionedMethod.of(AbstractCollectionEvent.class, 0, "getSession");

    private WriteEvents() {}

    public static @Nullable SharedSessionContractImplementor session(AbstractPreDatabaseOperationEvent event) {
        return (SharedSessionContractImplementor) OF_ROW.call(event);
    }

    public static @Nullable SharedSessionContractImplementor session(AbstractCollectionEvent event) {
        return (SharedSessionContractImplementor) OF_COLLECTION.call(event);
    }
}
