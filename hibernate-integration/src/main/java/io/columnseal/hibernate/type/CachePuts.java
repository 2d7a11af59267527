package io.columnseal.hibernate.type;

import org.hibernate.CacheMode;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Keeps a session from filling second-level caches, while it may still read them. */
final class CachePuts {

    private CachePuts() {}

    static void stop(SharedSessionContractImplementor session) {
        CacheMode mode = session.getCacheMode();
        if (mode.isPutEnabled()) {
            session.setCacheMode(mode.isGetEnabled() ? CacheMode.GET : CacheMode.IGNORE);
        }
    }
}
