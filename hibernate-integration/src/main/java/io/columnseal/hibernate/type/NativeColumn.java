package io.columnseal.hibernate.type;

import io.columnseal.DecryptionException;
import io.columnseal.InvalidValueException;
import io.columnseal.Storage;
import io.columnseal.TenantMissingException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import java.util.function.Function;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads what lies in the columns of one attribute, without a session: for the tenant of one that would be opened
 * now. Safe for use by many threads.
 */
public final class NativeColumn {

    private final EncryptedAttribute attribute;
    private final AttributeValues<?> values;
    private final AttributeCipher cipher;
    private final @Nullable IndexValues indexValues;
    private final SessionTenants tenants;
    private final String defaultTenant;

    NativeColumn(
            EncryptedAttribute attribute,
            AttributeValues<?> values,
            AttributeCipher cipher,
            @Nullable IndexValues indexValues,
            SessionTenants tenants,
            String defaultTenant) {
        this.attribute = attribute;
        this.values = values;
        this.cipher = cipher;
        this.indexValues = indexValues;
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
    }

    /**
     * The stored form of an attribute's value: bytes, or a text in a text column; null for what is stored as null.
     *
     * @throws TenantMissingException if the caller has no tenant
     * @throws InvalidValueException if the value is not of the attribute's type, or cannot be stored
     */
    public @Nullable Object seal(@Nullable Object value, SessionFactoryImplementor factory) {
        Object sealable = sealable(value);
        if (sealable == null) {
            return null;
        }
        String tenant = tenant(factory);
        if (tenant == null) {
            throw new TenantMissingException(attribute.context());
        }
        byte[] sealed = cipher.seal(tenant, sealable);
        return attribute.storage() == Storage.TEXT ? SealedValue.toText(sealed) : sealed;
    }

    /**
     * The attribute's value, opened.
     *
     * @param stored bytes, or the text of a text column
     * @throws DecryptionException if it is nothing that was sealed for this attribute
     */
    public @Nullable Object open(@Nullable Object stored, SessionFactoryImplementor factory) {
        return values.toAttribute(stored == null ? null : cipher.open(tenant(factory), bytes(stored)));
    }

    /**
     * The index value to store beside {@link #seal}'s.
     *
     * @throws IllegalStateException if the attribute has no blind index
     */
    public byte @Nullable [] indexValue(@Nullable Object value, SessionFactoryImplementor factory) {
        return indexed(value, factory, TenantMissingException::new, IndexValues::toStore);
    }

    /**
     * The index values that rows with this value may hold; null for what is stored as null.
     *
     * @throws IllegalStateException if the attribute has no blind index
     */
    public @Nullable List<byte[]> lookupValues(@Nullable Object value, SessionFactoryImplementor factory) {
        return indexed(value, factory, TenantMissingException::forLookup, IndexValues::toLookUp);
    }

    private <T> @Nullable T indexed(
            @Nullable Object value,
            SessionFactoryImplementor factory,
            Function<String, TenantMissingException> withoutTenant,
            IndexedBy<T> indexedBy) {
        if (indexValues == null) {
            throw new IllegalStateException(
                    attribute.entity() + "." + attribute.path() + " has no blind index: annotate it @BlindIndex");
        }
        Object indexable = sealable(value);
        if (indexable == null) {
            return null;
        }
        String tenant = tenant(factory);
        if (tenant == null) {
            throw withoutTenant.apply(attribute.context());
        }
        return indexedBy.make(indexValues, indexable, tenant);
    }

    private @Nullable Object sealable(@Nullable Object value) {
        if (value != null && !values.type().isInstance(value)) {
            throw values.refused(value);
        }
        return values.toIndexable(value);
    }

    private byte[] bytes(Object stored) {
        if (stored instanceof byte[] bytes) {
            return bytes;
        }
        return SealedValue.fromText(stored.toString()).orElseThrow(() -> new DecryptionException(attribute.context()));
    }

    private @Nullable String tenant(SessionFactoryImplementor factory) {
        return attribute.shared() ? defaultTenant : tenants.ofCaller(factory, attribute.context());
    }

    @FunctionalInterface
    private interface IndexedBy<T> {
        T make(IndexValues values, Object indexable, String tenant);
    }
}
