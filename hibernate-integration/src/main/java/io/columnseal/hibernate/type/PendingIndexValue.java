package io.columnseal.hibernate.type;

import java.io.Serializable;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an index value in the state of an entity that is being written. The index value is made when Hibernate binds
 * it, as the attribute beside it is sealed: of what then is the attribute's value, whoever changed it before, and not at all
 * if Hibernate does not write the attribute. For one thread.
 */
public final class PendingIndexValue implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient IndexValues values;
    private final transient Supplier<@Nullable Object> attribute;

    /** @param attribute yields the attribute's value in the state that is written */
    public PendingIndexValue(IndexValues values, Supplier<@Nullable Object> attribute) {
        this.values = values;
        this.attribute = attribute;
    }

    byte @Nullable [] make(SharedSessionContractImplementor session) {
        return values.toStore(attribute.get(), session);
    }

    /** Says nothing about the value. */
    @Override
    public String toString() {
        return Redacted.text(this);
    }

    /** Nothing of ours may lie in a serialized session. */
    private @Nullable Object writeReplace() {
        return null;
    }
}
