package io.columnseal.hibernate.type;

import io.columnseal.DecryptionException;
import io.columnseal.InvalidValueException;
import io.columnseal.Storage;
import io.columnseal.TenantMissingException;
import io.columnseal.catalogue.IndexColumn;
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
    private final List<IndexValues> indexes;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final @Nullable MixedColumn mixed;

    NativeColumn(
            EncryptedAttribute attribute,
            AttributeValues<?> values,
            AttributeCipher cipher,
            List<IndexValues> indexes,
            SessionTenants tenants,
            String defaultTenant,
            @Nullable MixedColumn mixed) {
        this.attribute = attribute;
        this.values = values;
        this.cipher = cipher;
        this.indexes = List.copyOf(indexes);
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.mixed = mixed;
    }

    /**
     * The stored form of an attribute's value: bytes, or a text in a text column; null for what is stored as null.
     *
     * @throws TenantMissingException if the caller has no tenant
     * @throws InvalidValueException if the value is not of the attribute's type, or cannot be stored
     */
    public @Nullable Object seal(@Nullable Object value, SessionFactoryImplementor factory) {
        Object sealable = indexable(value, values);
        if (sealable == null) {
            return null;
        }
        String tenant = tenant(factory, TenantMissingException::new);
        if (mixed != null && !mixed.phase().seals()) {
            return mixed.store(sealable, tenant);
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
        if (mixed != null && stored != null && !mixed.isSealed(stored)) {
            return values.toAttribute(mixed.read(stored, tenant(factory)));
        }
        return values.toAttribute(stored == null ? null : cipher.open(tenant(factory), bytes(stored)));
    }

    /**
     * The index value to store beside {@link #seal}'s.
     *
     * @param name of the index; empty for the one that {@code =} uses
     * @throws IllegalStateException if the attribute has no such index
     */
    public byte @Nullable [] indexValue(String name, @Nullable Object value, SessionFactoryImplementor factory) {
        return indexValue(index(name), value, factory);
    }

    /**
     * The same for the second column of a unique index.
     *
     * @throws IllegalStateException if the attribute has no unique index
     */
    public byte @Nullable [] nextIndexValue(@Nullable Object value, SessionFactoryImplementor factory) {
        IndexValues next = indexes.stream()
                .filter(values -> values.index().isNext())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(attribute.entity() + "." + attribute.path()
                        + " has no unique blind index: annotate it @BlindIndex(unique = true)"));
        return indexValue(next, value, factory);
    }

    private byte @Nullable [] indexValue(IndexValues index, @Nullable Object value, SessionFactoryImplementor factory) {
        Object indexable = indexable(value, values);
        return indexable == null ? null : index.toStore(indexable, tenant(factory, TenantMissingException::new));
    }

    /**
     * The index values that rows with this value, or this part of it, may hold; null for what is stored as null.
     *
     * @param name of the index; empty for the one that {@code =} uses
     * @throws IllegalStateException if the attribute has no such index
     */
    public @Nullable List<byte[]> lookupValues(String name, @Nullable Object value, SessionFactoryImplementor factory) {
        IndexValues index = index(name);
        index.requireComplete();
        Object indexable = indexable(value, index.lookedUp());
        return indexable == null ? null : index.toLookUp(indexable, tenant(factory, TenantMissingException::forLookup));
    }

    /**
     * The ranges that index values of texts lie in which begin so, each with its first and last value; null for null.
     *
     * @throws IllegalStateException if the attribute has no index of prefixes
     * @throws InvalidValueException if the prefix is longer than the index's or has no normal form
     */
    public @Nullable List<byte[][]> prefixRanges(@Nullable String prefix, SessionFactoryImplementor factory) {
        IndexValues index = index(IndexColumn.PREFIXES);
        index.requireComplete();
        if (prefix == null) {
            return null;
        }
        String tenant = tenant(factory, TenantMissingException::forLookup);
        if (index.prefixes().lengthOf(prefix) > index.prefixes().length()) {
            throw new InvalidValueException(
                    attribute.codec().name(),
                    "the blind index of " + attribute.entity() + "." + attribute.path() + " finds prefixes of at most "
                            + index.prefixes().length() + " characters");
        }
        return index.ranges(prefix, tenant);
    }

    private IndexValues index(String name) {
        return indexes.stream()
                .filter(values ->
                        values.index().name().equals(name) && !values.index().isNext())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(attribute.entity() + "." + attribute.path()
                        + (name.isEmpty()
                                ? " has no blind index: annotate it @BlindIndex"
                                : name.equals(IndexColumn.PREFIXES)
                                        ? " has no blind index of prefixes: annotate it @BlindIndex(prefix = …)"
                                        : " has no blind index \"" + name + "\": annotate it @BlindIndex(name = \""
                                                + name + "\")")));
    }

    private static @Nullable Object indexable(@Nullable Object value, AttributeValues<?> accepted) {
        if (value != null && !accepted.type().isInstance(value)) {
            throw accepted.refused(value);
        }
        return accepted.toIndexable(value);
    }

    private byte[] bytes(Object stored) {
        if (stored instanceof byte[] bytes) {
            return bytes;
        }
        return cipher.fromText(stored.toString());
    }

    private @Nullable String tenant(SessionFactoryImplementor factory) {
        return attribute.shared() ? defaultTenant : tenants.ofCaller(factory, attribute.context());
    }

    private String tenant(SessionFactoryImplementor factory, Function<String, TenantMissingException> missing) {
        String tenant = tenant(factory);
        if (tenant == null) {
            throw missing.apply(attribute.context());
        }
        return tenant;
    }
}
