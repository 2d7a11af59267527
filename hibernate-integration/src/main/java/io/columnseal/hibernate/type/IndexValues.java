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
 * Makes the index values of one attribute, for the tenant of the session that stores or looks for them: the same one that
 * values are sealed for. Safe for use by many threads.
 */
public final class IndexValues {

    private final EncryptedAttribute attribute;
    private final AttributeValues<?> values;
    private final NormalForm normalForm;
    private final TenantIndexes indexes;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final BlindIndexer indexer;

    IndexValues(
            EncryptedAttribute attribute,
            AttributeIndex index,
            AttributeValues<?> values,
            SessionTenants tenants,
            String defaultTenant,
            BlindIndexer indexer) {
        this.attribute = attribute;
        this.values = values;
        this.normalForm = index.normalForm();
        this.indexes = new TenantIndexes(index, attribute.context());
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.indexer = indexer;
    }

    /** The attribute that is indexed. */
    public EncryptedAttribute attribute() {
        return attribute;
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
     * @param value as for {@link #toStore}
     * @param slot which of them, from 0
     * @throws TenantMissingException if the session reads every tenant's values
     * @throws InvalidValueException if the value has no normal form
     */
    public byte @Nullable [] toLookUp(@Nullable Object value, int slot, SharedSessionContractImplementor session) {
        String tenant = attribute.shared() ? defaultTenant : tenants.toLookUp(session, attribute.context());
        Object indexable = value == null ? null : values.toIndexable(value);
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
        return ofNormalForm(indexable, form -> indexer.indexValue(indexes.of(tenant), form));
    }

    List<byte[]> toLookUp(Object indexable, String tenant) {
        return ofNormalForm(indexable, form -> indexer.lookupValues(indexes.of(tenant), form));
    }

    private <T> T ofNormalForm(Object indexable, Function<byte[], T> indexed) {
        byte[] form = normalForm.of(indexable);
        try {
            return indexed.apply(form);
        } finally {
            Arrays.fill(form, (byte) 0);
        }
    }
}
