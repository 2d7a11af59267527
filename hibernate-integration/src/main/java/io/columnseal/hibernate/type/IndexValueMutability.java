package io.columnseal.hibernate.type;

import java.io.Serializable;
import org.hibernate.SharedSessionContract;
import org.hibernate.type.descriptor.java.MutabilityPlan;
import org.jspecify.annotations.Nullable;

/**
 * Index values never change; what is still pending is of use to one write only, and kept neither in snapshots nor in
 * caches.
 */
final class IndexValueMutability implements MutabilityPlan<Object> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isMutable() {
        return false;
    }

    @Override
    public @Nullable Object deepCopy(@Nullable Object value) {
        return value instanceof byte[] ? value : null;
    }

    @Override
    public @Nullable Serializable disassemble(@Nullable Object value, SharedSessionContract session) {
        return null;
    }

    @Override
    public @Nullable Object assemble(@Nullable Serializable cached, SharedSessionContract session) {
        return null;
    }
}
