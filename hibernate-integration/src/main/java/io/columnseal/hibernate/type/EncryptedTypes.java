package io.columnseal.hibernate.type;

import io.columnseal.ColumnSeal;
import io.columnseal.codec.ValueCodec;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
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
     */
    public <J> EncryptedType<J> create(
            String name,
            EncryptedAttribute attribute,
            Class<J> javaType,
            @Nullable BasicValueConverter<J, Object> converter,
            JdbcType jdbcType,
            @Nullable BasicType<?> unencrypted) {
        @SuppressWarnings("unchecked")
        ValueCodec<Object> codec = (ValueCodec<Object>) attribute.codec();
        String defaultTenant = seal.defaultTenant();
        AttributeValues<J> values = new AttributeValues<>(javaType, codec, converter);
        TenantContexts columnContexts =
                new TenantContexts(attribute.context(), attribute.purpose(), attribute.paddingBytes());
        AttributeCipher cipher = new AttributeCipher(codec, seal.fields(), columnContexts);
        SealedForm sealedForm = new SealedForm(attribute, tenants, defaultTenant, cipher);
        CacheForm cacheForm = new CacheForm(attribute, tenants, defaultTenant, seal.fields());
        CacheKeyForm cacheKeyForm = new CacheKeyForm(codec, cacheKeySecret, attribute.context());
        AttributeJavaType<J> attributeType = new AttributeJavaType<>(
                values, cacheForm, unencrypted == null ? null : unencrypted.getJavaTypeDescriptor(), jdbcType);
        ColumnJavaType columnType = new ColumnJavaType(attribute, sealedForm, cacheKeyForm, jdbcType);
        AttributeIndex index = attribute.index();
        IndexValues indexValues = index == null
                ? null
                : new IndexValues(attribute, index, values, tenants, defaultTenant, seal.indexes());
        ColumnConverter<J> columnConverter = new ColumnConverter<>(values, sealedForm, attributeType, columnType);
        return new EncryptedType<>(
                name,
                attribute,
                attributeType,
                columnConverter,
                columnType,
                cacheKeyForm,
                indexValues,
                new NativeColumn(attribute, values, cipher, indexValues, tenants, defaultTenant),
                jdbcType,
                unencrypted == null ? jdbcType : unencrypted.getJdbcType());
    }
}
