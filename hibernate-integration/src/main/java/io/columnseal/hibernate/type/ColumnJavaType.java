package io.columnseal.hibernate.type;

import io.columnseal.Storage;
import io.columnseal.cipher.SealedValue;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/**
 * What lies between an encrypted attribute and its column: {@link Unsealed} on the way in, the {@link SealedForm} on the
 * way out. Here Hibernate lends its session, so here values are sealed.
 */
final class ColumnJavaType extends AbstractClassJavaType<Object> {

    private static final long serialVersionUID = 1L;

    private final transient EncryptedAttribute attribute;
    private final transient SealedForm sealedForm;
    private final transient CacheKeyForm cacheKeyForm;
    private final transient JdbcType jdbcType;
    private final transient @Nullable MixedColumn mixed;

    /** @param mixed null unless the column is in migration */
    ColumnJavaType(
            EncryptedAttribute attribute,
            SealedForm sealedForm,
            CacheKeyForm cacheKeyForm,
            JdbcType jdbcType,
            @Nullable MixedColumn mixed) {
        super(Object.class, cacheKeyForm);
        this.attribute = attribute;
        this.sealedForm = sealedForm;
        this.cacheKeyForm = cacheKeyForm;
        this.jdbcType = jdbcType;
        this.mixed = mixed;
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
        if (value instanceof AsStored compared) {
            return type.cast(compared.stored());
        }
        if (!(value instanceof Unsealed unsealed)) {
            throw new IllegalArgumentException("not a value of an encrypted attribute");
        }
        if (mixed != null && !mixed.phase().seals()) {
            return type.cast(mixed.store(unsealed.value(), sealedForm.tenantToSeal(session(options))));
        }
        byte[] sealed = sealedForm.seal(unsealed.value(), session(options));
        return type.cast(attribute.storage() == Storage.TEXT ? SealedValue.toText(sealed) : sealed);
    }

    @Override
    public <X> @Nullable Object wrap(@Nullable X value, WrapperOptions options) {
        if (value == null) {
            return null;
        }
        if (mixed != null && !mixed.isSealed(value)) {
            return unsealed(value, mixed, session(options));
        }
        byte[] sealed = value instanceof byte[] bytes ? bytes : sealedForm.fromText((String) value);
        return sealedForm.carry(sealed, session(options));
    }

    /** Query caches keep what is returned here. */
    private Object unsealed(Object stored, MixedColumn column, SharedSessionContractImplementor session) {
        Object value = column.read(stored, sealedForm.tenantToRead(session));
        return session.getFactory().getSessionFactoryOptions().isQueryCacheEnabled()
                ? sealedForm.carryUnsealed(value, session)
                : new Unsealed(value);
    }

    /** Cache keys hold this in place of a value. */
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
        throw new UnsupportedOperationException("an encrypted column has no text form");
    }

    private SharedSessionContractImplementor session(WrapperOptions options) {
        SharedSessionContractImplementor session = options.getSession();
        if (session == null) {
            throw new IllegalStateException(attribute.context() + " is encrypted: it is sealed within sessions only");
        }
        return session;
    }
}
