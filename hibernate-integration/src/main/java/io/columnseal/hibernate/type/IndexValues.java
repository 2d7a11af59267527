package io.columnseal.hibernate.type;

import io.columnseal.InvalidValueException;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantMissingException;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.NormalForm;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of one blind index of an attribute, for the tenant of the session that stores or looks for them: the
 * same one that values are sealed for. Safe for use by many threads.
 */
public final class IndexValues {

    private final EncryptedAttribute attribute;
    private final AttributeIndex index;
    private final AttributeValues<?> values;
    private final AttributeValues<?> lookedUp;
    private final TenantIndexes indexes;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final BlindIndexer indexer;

    /**
     * @param attribute what errors name: the indexed one, or that which a named index is looked up by
     * @param values the indexed attribute's
     * @param lookedUp what queries look for: the same, or parts of them
     */
    IndexValues(
            EncryptedAttribute attribute,
            AttributeIndex index,
            AttributeValues<?> values,
            AttributeValues<?> lookedUp,
            SessionTenants tenants,
            String defaultTenant,
            BlindIndexer indexer) {
        this.attribute = attribute;
        this.index = index;
        this.values = values;
        this.lookedUp = lookedUp;
        this.indexes = new TenantIndexes(index, attribute.context());
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.indexer = indexer;
    }

    /** The attribute that is looked up: the indexed one, or that which stands for its part in a named index. */
    public EncryptedAttribute attribute() {
        return attribute;
    }

    public AttributeIndex index() {
        return index;
    }

    /** What can be looked up. */
    AttributeValues<?> lookedUp() {
        return lookedUp;
    }

    /**
     * The index value to store, null if what is stored is null.
     *
     * @param value the attribute's, or what its type has made of it for the database
     * @throws TenantMissingException if the session may only read
     * @throws InvalidValueException if the value has no normal form
     */
    public byte @Nullable [] toStore(@Nullable Object value, SharedSessionContractImplementor session) {
        Object indexable = values.toIndexable(value);
        if (indexable == null) {
            return null;
        }
        String tenant = attribute.shared() ? defaultTenant : tenants.toSeal(session, attribute.context());
        return toStore(indexable, tenant);
    }

    /**
     * One of the {@value BlindIndexer#LOOKUP_VALUES} index values that rows with a value may hold, null for null.
     *
     * @param value what is looked for, or what its type has made of it for the database
     * @param slot which of them, from 0
     * @throws TenantMissingException if the session reads every tenant's values
     * @throws InvalidValueException if the value has no normal form
     */
    public byte @Nullable [] toLookUp(@Nullable Object value, int slot, SharedSessionContractImplementor session) {
        String tenant = attribute.shared() ? defaultTenant : tenants.toLookUp(session, attribute.context());
        Object indexable = value == null ? null : lookedUp.toIndexable(value);
        return indexable == null ? null : toLookUp(indexable, tenant).get(slot);
    }

    /**
     * Refuses a lookup whose results are to be kept in the query cache.
     *
     * @throws QueryRefusedException if they could be given to another tenant
     */
    public void refuseCaching(SharedSessionContractImplementor session) {
        LookupSessions.refuseCaching(session, attribute, tenants);
    }

    byte[] toStore(Object indexable, String tenant) {
        return hashed(index.normalForm().of(indexable), form -> indexer.indexValue(indexes.of(tenant), form));
    }

    List<byte[]> toLookUp(Object indexable, String tenant) {
        AttributeIndex.Part part = index.part();
        NormalForm form = part == null ? index.normalForm() : part.form();
        return hashed(form.of(indexable), normal -> indexer.lookupValues(indexes.of(tenant), normal));
    }

    private static <T> T hashed(byte[] normalForm, Function<byte[], T> hash) {
        try {
            return hash.apply(normalForm);
        } finally {
            Arrays.fill(normalForm, (byte) 0);
        }
    }
}
