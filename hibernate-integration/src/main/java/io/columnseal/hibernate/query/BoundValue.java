package io.columnseal.hibernate.query;

import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.exec.spi.JdbcParameterBinding;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/** The value of a parameter or a literal when a statement is executed, as it would be bound for the database. */
@FunctionalInterface
interface BoundValue {

    @Nullable Object in(JdbcParameterBindings bindings);

    /** Null for anything else than a parameter or a literal. */
    static @Nullable BoundValue of(Expression expression) {
        if (expression instanceof Literal literal) {
            Object value = literal.getLiteralValue();
            return bindings -> value;
        }
        if (expression instanceof SqmParameterInterpretation parameter) {
            // Not before: Hibernate may still replace the parameter it resolves to
            return bindings -> of((JdbcParameter) parameter.getResolvedExpression(), bindings);
        }
        return expression instanceof JdbcParameter parameter ? bindings -> of(parameter, bindings) : null;
    }

    private static @Nullable Object of(JdbcParameter parameter, JdbcParameterBindings bindings) {
        JdbcParameterBinding binding = bindings.getBinding(parameter);
        if (binding == null) {
            throw new IllegalStateException("a parameter of a query is not bound");
        }
        return binding.getBindValue();
    }
}
