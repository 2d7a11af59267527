package io.columnseal.hibernate.type;

import java.util.Arrays;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/** The attribute's own type as Hibernate sees it: compares and copies values, and prints none. */
final class AttributeJavaType<J> extends AbstractClassJavaType<J> {

    private static final long serialVersionUID = 1L;

    private final transient AttributeValues<J> values;
    private final transient JdbcType jdbcType;

    AttributeJavaType(AttributeValues<J> values, CacheForm cacheForm, JdbcType jdbcType) {
        super(values.type(), new AttributeMutability<>(values, cacheForm));
        this.values = values;
        this.jdbcType = jdbcType;
    }

    @Override
    public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
        return jdbcType;
    }

    @Override
    public boolean areEqual(@Nullable J one, @Nullable J another) {
        return values.isSame(one, another);
    }

    @Override
    public int extractHashCode(J value) {
        return Arrays.deepHashCode(new Object[] {value});
    }

    @Override
    public String toString(@Nullable J value) {
        return Redacted.text(value);
    }

    @Override
    public String extractLoggableRepresentation(@Nullable J value) {
        return Redacted.text(value);
    }

    @Override
    public J fromString(CharSequence string) {
        throw new UnsupportedOperationException("an encrypted attribute has no text form");
    }

    @Override
    public <X> X unwrap(J value, Class<X> type, WrapperOptions options) {
        return type.cast(value);
    }

    @Override
    public <X> J wrap(X value, WrapperOptions options) {
        return cast(value);
    }
}
