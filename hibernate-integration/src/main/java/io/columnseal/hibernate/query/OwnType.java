package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.exec.internal.JdbcParameterBindingImpl;
import org.hibernate.sql.exec.spi.JdbcParameterBinding;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.jspecify.annotations.Nullable;

/**
 * Has a parameter that is assigned to an encrypted attribute bound by that attribute's type. Versions of Hibernate without
 * HHH-20297 give all places of a parameter the type of the last of them, which would seal the value for another
 * attribute: nobody could open it again.
 */
final class OwnType {

    private OwnType() {}

    static JdbcParameter bound(JdbcParameter parameter, EncryptedAttribute attribute) {
        JdbcMapping type = parameter.getExpressionType().getSingleJdbcMapping();
        return new CheckedParameter(parameter, (bindings, execution) -> restore(parameter, type, bindings, attribute));
    }

    private static void restore(
            JdbcParameter parameter, JdbcMapping type, JdbcParameterBindings bindings, EncryptedAttribute attribute) {
        JdbcParameterBinding binding = bindings.getBinding(parameter);
        JdbcMapping given = binding == null ? null : binding.getBindType();
        if (given == null || given == type) {
            return;
        }
        Object value = inAttribute(binding.getBindValue(), given);
        if (value != null && !type.getMappedJavaType().isInstance(value)) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "an assignment of a parameter that the query also uses for another type",
                    "Bind the value a second time under another name.");
        }
        bindings.addBinding(parameter, new JdbcParameterBindingImpl(type, toColumn(value, type)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Object inAttribute(@Nullable Object bound, JdbcMapping type) {
        BasicValueConverter converter = type.getValueConverter();
        return converter == null || bound == null ? bound : converter.toDomainValue(bound);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Object toColumn(@Nullable Object value, JdbcMapping type) {
        BasicValueConverter converter = type.getValueConverter();
        return converter == null || value == null ? value : converter.toRelationalValue(value);
    }
}
