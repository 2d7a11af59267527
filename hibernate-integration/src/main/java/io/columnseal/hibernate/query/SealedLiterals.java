package io.columnseal.hibernate.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * Turns literals that are assigned to encrypted attributes into values of the attribute's type. Since that type has no
 * literal form, Hibernate binds them as parameters, which seals them; they never stand in the SQL.
 */
final class SealedLiterals {

    private SealedLiterals() {}

    /**
     * A literal of the attribute's type; null if that type does not hold the value exactly.
     *
     * @param value the literal's value, or the digits of a number
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static @Nullable QueryLiteral<Object> of(Object value, BasicValuedMapping attribute) {
        JdbcMapping type = attribute.getJdbcMapping();
        JavaType<?> javaType = type.getMappedJavaType();
        Object converted = javaType.isInstance(value) ? value : exact(value, javaType.getJavaTypeClass());
        BasicValueConverter converter = type.getValueConverter();
        return converted == null ? null : new QueryLiteral<>(converter.toRelationalValue(converted), attribute);
    }

    private static @Nullable Object exact(Object value, Class<?> javaType) {
        try {
            return convert(new BigDecimal(value.toString()), javaType);
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object convert(BigDecimal number, Class<?> javaType) {
        if (javaType == Long.class) {
            return number.longValueExact();
        } else if (javaType == Integer.class) {
            return number.intValueExact();
        } else if (javaType == Short.class) {
            return number.shortValueExact();
        } else if (javaType == Byte.class) {
            return number.byteValueExact();
        } else if (javaType == BigInteger.class) {
            return number.toBigIntegerExact();
        } else if (javaType == BigDecimal.class) {
            return number;
        } else if (javaType == Double.class) {
            return number.doubleValue();
        } else if (javaType == Float.class) {
            return number.floatValue();
        }
        return null;
    }
}
