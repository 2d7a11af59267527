package io.columnseal.hibernate.type;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.java.PrimitiveByteArrayJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/** Index values, made or {@linkplain PendingIndexValue pending}: bytes that do not print. */
final class IndexValueJavaType extends AbstractClassJavaType<Object> {

    private static final long serialVersionUID = 1L;

    private static final PrimitiveByteArrayJavaType BYTES = PrimitiveByteArrayJavaType.INSTANCE;

    IndexValueJavaType() {
        super(Object.class, new IndexValueMutability());
    }

    @Override
    public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
        return BYTES.getRecommendedJdbcType(indicators);
    }

    @Override
    public <X> @Nullable X unwrap(@Nullable Object value, Class<X> type, WrapperOptions options) {
        return BYTES.unwrap(bytes(value, options), type, options);
    }

    @Override
    public <X> @Nullable Object wrap(@Nullable X value, WrapperOptions options) {
        return BYTES.wrap(value, options);
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
        throw new UnsupportedOperationException("an index value has no text form");
    }

    private static byte @Nullable [] bytes(@Nullable Object value, WrapperOptions options) {
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        SharedSessionContractImplementor session = options.getSession();
        if (session == null || !(value instanceof PendingIndexValue pending)) {
            // Rather than a row that is not found
            throw new IllegalStateException(
                    "a blind index is written without ColumnSeal's event listeners for PRE_INSERT,"
                            + " PRE_UPDATE and PRE_UPSERT: something removed them from the session factory");
        }
        return pending.make(session);
    }
}
