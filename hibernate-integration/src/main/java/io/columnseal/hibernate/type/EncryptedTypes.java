package io.columnseal.hibernate.type;

import io.columnseal.ColumnSeal;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.ImmutableMutabilityPlan;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/** Puts together the types of encrypted attributes that one {@link ColumnSeal} seals. Safe for use by many threads. */
public final class EncryptedTypes {

    private final ColumnSeal seal;
    private final SessionTenants tenants;
    private final byte[] cacheKeySecret;

    /** @param cacheKeySecret random bytes that nobody else knows; kept, not copied */
    public EncryptedTypes(ColumnSeal seal, byte[] cacheKeySecret) {
        this.seal = seal;
        this.tenants = new SessionTenants(seal);
        this.cacheKeySecret = cacheKeySecret;
    }

    /**
     * @param name what the type is registered under
     * @param javaType the attribute's class, the wrapper for primitives
     * @param converter the attribute's JPA converter, whose output the attribute's codec takes
     * @param unencrypted the type that the attribute would have if it were not encrypted, as queries are to see it; null
     *     if Hibernate has none for that class
     * @param mixed null unless the column is in migration
     */
    public <J> EncryptedType<J> create(
            String name,
            EncryptedAttribute attribute,
            Class<J> javaType,
            @Nullable BasicValueConverter<J, Object> converter,
            JdbcType jdbcType,
            @Nullable BasicType<?> unencrypted,
            @Nullable MixedColumn mixed) {
        @SuppressWarnings("unchecked")
        ValueCodec<Object> codec = (ValueCodec<Object>) attribute.codec();
        String defaultTenant = seal.defaultTenant();
        AttributeValues<J> values = new AttributeValues<>(javaType, codec, converter);
        TenantContexts columnContexts =
                new TenantContexts(attribute.context(), attribute.purpose(), attribute.paddingBytes());
        AttributeCipher cipher = new AttributeCipher(codec, seal.columnFields(), columnContexts);
        SealedForm sealedForm = new SealedForm(attribute, tenants, defaultTenant, cipher);
        CacheForm cacheForm = new CacheForm(attribute, tenants, defaultTenant, seal.columnFields());
        CacheKeyForm cacheKeyForm = new CacheKeyForm(codec, cacheKeySecret, attribute.context());
        AttributeJavaType<J> attributeType = new AttributeJavaType<>(
                values, new AttributeMutability<>(values, cacheForm), javaType(unencrypted), jdbcType);
        ColumnJavaType columnType = new ColumnJavaType(attribute, sealedForm, cacheKeyForm, jdbcType, mixed);
        List<IndexValues> indexes = attribute.indexes().stream()
                .map(index -> indexValues(attribute, index, values, mixed))
                .toList();
        ColumnConverter<J> columnConverter = new ColumnConverter<>(values, sealedForm, attributeType, columnType);
        return new EncryptedType<>(
                name,
                attribute,
                attributeType,
                columnConverter,
                columnType,
                cacheKeyForm,
                indexes,
                new NativeColumn(attribute, values, cipher, indexes, tenants, defaultTenant, mixed),
                mixed,
                jdbcType,
                unencrypted == null ? jdbcType : unencrypted.getJdbcType());
    }

    private IndexValues indexValues(
            EncryptedAttribute attribute,
            AttributeIndex index,
            AttributeValues<?> values,
            @Nullable MixedColumn mixed) {
        AttributeIndex.Part part = index.part();
        return part == null
                ? new IndexValues(
                        attribute, index, values, values, tenants, seal.defaultTenant(), seal.indexes(), mixed)
                : new IndexValues(
                        attribute.lookedUpBy(index, part),
                        index,
                        values,
                        parts(part.codec()),
                        tenants,
                        seal.defaultTenant(),
                        seal.indexes(),
                        mixed);
    }

    @SuppressWarnings("unchecked")
    private static <P> AttributeValues<P> parts(ValueCodec<P> codec) {
        return new AttributeValues<>(codec.type(), (ValueCodec<Object>) codec, null);
    }

    /**
     * The type of the attribute that a named index is looked up by.
     *
     * @param name what the type is registered under
     * @param index a named one
     * @param jdbcType of the column of index values
     * @param unencrypted as for {@link #create}, of the parts' type
     */
    @SuppressWarnings("unchecked")
    public LookupType<?> createLookup(
            String name, IndexValues index, JdbcType jdbcType, @Nullable BasicType<?> unencrypted) {
        EncryptedAttribute attribute = index.attribute();
        CacheKeyForm cacheKeyForm = new CacheKeyForm(
                (ValueCodec<Object>) attribute.codec(),
                cacheKeySecret,
                attribute.context() + "#" + index.index().name());
        return createLookup(name, index, index.lookedUp(), cacheKeyForm, jdbcType, unencrypted);
    }

    private static <P> LookupType<P> createLookup(
            String name,
            IndexValues index,
            AttributeValues<P> parts,
            CacheKeyForm cacheKeyForm,
            JdbcType jdbcType,
            @Nullable BasicType<?> unencrypted) {
        return new LookupType<>(
                name,
                index.attribute(),
                new AttributeJavaType<>(parts, ImmutableMutabilityPlan.instance(), javaType(unencrypted), jdbcType),
                new LookupJavaType(index.attribute(), cacheKeyForm, jdbcType),
                cacheKeyForm,
                index,
                jdbcType,
                unencrypted == null ? jdbcType : unencrypted.getJdbcType());
    }

    private static @Nullable JavaType<?> javaType(@Nullable BasicType<?> type) {
        return type == null ? null : type.getJavaTypeDescriptor();
    }
}
