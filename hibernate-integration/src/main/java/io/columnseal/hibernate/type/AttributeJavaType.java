package io.columnseal.hibernate.type;

import io.columnseal.hibernate.compat.Coercion;
import java.util.Arrays;
import java.util.Collection;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.java.MutabilityPlan;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/** The attribute's own type as Hibernate sees it: compares and copies values, and prints none. */
final class AttributeJavaType<J> extends AbstractClassJavaType<J> {

    private static final long serialVersionUID = 1L;

    /** Stands for a collection where Hibernate might print it; an instance of no attribute's type. */
    private static final Object SEVERAL_VALUES = new Object() {
        @Override
        public String toString() {
            return Redacted.TEXT;
        }
    };

    private final transient AttributeValues<J> values;
    private final transient @Nullable JavaType<?> unencrypted;
    private final transient JdbcType jdbcType;

    /** @param unencrypted Hibernate's own descriptor of the type, if it has one */
    AttributeJavaType(
            AttributeValues<J> values,
            MutabilityPlan<J> mutability,
            @Nullable JavaType<?> unencrypted,
            JdbcType jdbcType) {
        super(values.type(), mutability);
        this.values = values;
        this.unencrypted = unencrypted;
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

    /**
     * Converts a query's argument as Hibernate would. An argument of another type is refused here, since Hibernate would
     * print it in the message. Of a collection Hibernate asks whether it is one value or several: it is not one.
     */
    @Override
    public @Nullable Object coerce(@Nullable Object value) {
        return coerce(value, (Object) null);
    }

    /** The same as versions of Hibernate before 7.2 ask for it. */
    @SuppressWarnings({"unchecked", "removal"})
    public <X> @Nullable J coerce(@Nullable X value, CoercionContext context) {
        return (J) coerce(value, (Object) context);
    }

    private @Nullable Object coerce(@Nullable Object value, @Nullable Object context) {
        if (value instanceof Collection && !isInstance(value)) {
            return SEVERAL_VALUES;
        }
        Object coerced = value == null || isInstance(value) ? value : coerced(value, context);
        if (coerced != null && !isInstance(coerced)) {
            throw values.refused(coerced);
        }
        return coerced;
    }

    private @Nullable Object coerced(Object value, @Nullable Object context) {
        try {
            return unencrypted == null ? value : Coercion.coerce(unencrypted, value, context);
        } catch (RuntimeException e) {
            // Its message may hold the value
            throw values.refused(value);
        }
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
        return values.type().cast(value);
    }
}
