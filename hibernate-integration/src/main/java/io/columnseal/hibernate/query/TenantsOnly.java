package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.type.BulkStatements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.metamodel.mapping.SqlExpressible;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.expression.SqlTuple;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;

/**
 * Lets what a bulk statement assigns to a tenant's encrypted attributes be bound in sessions of a tenant only. A
 * statement is translated once for sessions of all kinds, so this is found out when its values are bound.
 */
final class TenantsOnly {

    private TenantsOnly() {}

    static Expression bound(Expression value) {
        if (value instanceof SqmParameterInterpretation parameter) {
            return bound(parameter.getResolvedExpression());
        }
        if (value instanceof SqlTuple tuple) {
            List<Expression> parts = tuple.getExpressions().stream()
                    .map(part -> bound((Expression) part))
                    .toList();
            return new SqlTuple(parts, tuple.getExpressionType());
        }
        EncryptedAttribute attribute = SealedMappings.first(value.getExpressionType());
        if (attribute == null) {
            return value;
        }
        if (value instanceof JdbcParameter parameter) {
            JdbcParameter typed = OwnType.bound(parameter, attribute);
            return attribute.shared()
                    ? typed
                    : new CheckedParameter(
                            typed,
                            (bindings, execution) ->
                                    BulkStatements.refuseRoot(execution.getSession(), attribute.context()));
        }
        if (attribute.shared()) {
            return value;
        }
        if (value instanceof QueryLiteral<?> literal && literal.getLiteralValue() != null) {
            return new CheckedLiteral(literal, attribute.context());
        }
        return value;
    }

    private static final class CheckedLiteral extends QueryLiteral<Object> {

        private final String context;

        CheckedLiteral(QueryLiteral<?> literal, String context) {
            super(literal.getLiteralValue(), (SqlExpressible) literal.getExpressionType());
            this.context = context;
        }

        @Override
        public void bindParameterValue(
                PreparedStatement statement, int position, JdbcParameterBindings bindings, ExecutionContext execution)
                throws SQLException {
            BulkStatements.refuseRoot(execution.getSession(), context);
            super.bindParameterValue(statement, position, bindings, execution);
        }
    }
}
