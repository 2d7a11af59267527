package io.columnseal.hibernate.type;

import java.io.Serializable;
import org.hibernate.SharedSessionContract;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.descriptor.java.MutabilityPlan;
import org.jspecify.annotations.Nullable;

/** How Hibernate copies an encrypted attribute's values, and puts them into second-level caches: sealed. */
final class AttributeMutability<J> implements MutabilityPlan<J> {

    private static final long serialVersionUID = 1L;

    private final transient AttributeValues<J> values;
    private final transient CacheForm cacheForm;

    AttributeMutability(AttributeValues<J> values, CacheForm cacheForm) {
        this.values = values;
        this.cacheForm = cacheForm;
    }

    @Override
    public boolean isMutable() {
        return values.isMutable();
    }

    @Override
    public @Nullable J deepCopy(@Nullable J value) {
        return values.copy(value);
    }

    @Override
    public @Nullable Serializable disassemble(@Nullable J value, SharedSessionContract session) {
        Object sealable = values.toSealable(value);
        return sealable == null ? null : cacheForm.seal(sealable, (SharedSessionContractImplementor) session);
    }

    @Override
    public @Nullable J assemble(@Nullable Serializable cached, SharedSessionContract session) {
        Object opened =
                cached == null ? null : cacheForm.open((byte[]) cached, (SharedSessionContractImplementor) session);
        return values.toAttribute(opened);
    }
}
