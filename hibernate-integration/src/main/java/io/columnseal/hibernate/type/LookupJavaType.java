package io.columnseal.hibernate.type;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/**
 * What lies between an attribute that can only be looked up and the database: nothing that could be bound or read. Lookups
 * take the {@link Unsealed} value and bind its index values themselves.
 */
final class LookupJavaType extends AbstractClassJavaType<Object> {

    private static final long serialVersionUID = 1L;

    private final transient EncryptedAttribute attribute;
    private final transient CacheKeyForm cacheKeyForm;
    private final transient JdbcType jdbcType;

    LookupJavaType(EncryptedAttribute attribute, CacheKeyForm cacheKeyForm, JdbcType jdbcType) {
        super(Object.class, cacheKeyForm);
        this.attribute = attribute;
        this.cacheKeyForm = cacheKeyForm;
        this.jdbcType = jdbcType;
    }

    @Override
    public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
        return jdbcType;
    }

    @Override
    public <X> @Nullable X unwrap(@Nullable Object value, Class<X> type, WrapperOptions options) {
        if (value == null) {
            return null;
        }
        throw unusable();
    }

    @Override
    public <X> @Nullable Object wrap(@Nullable X value, WrapperOptions options) {
        if (value == null) {
            return null;
        }
        throw unusable();
    }

    @Override
    public int extractHashCode(Object value) {
        return cacheKeyForm.hashCode(value);
    }

    @Override
    public String toString(@Nullable Object value) {
        return Redacted.text(value);
    }

    @Override
    public String extractLoggableRepresentation(@Nullable Object value) {
        return Redacted.text(value);
    }

    @Override
    public Object fromString(CharSequence string) {
        throw new UnsupportedOperationException("a part of an encrypted attribute has no text form");
    }

    private IllegalStateException unusable() {
        return new IllegalStateException(attribute.entity() + "." + attribute.path()
                + " is there to be compared with: it has no value of its own");
    }
}
