package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.SqlTupleContainer;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.sql.ast.tree.update.Assignment;

/**
 * Looks at translated assignments: what a column of an encrypted attribute is given must be a value that is bound by the
 * attribute's own type, which seals it. Anything else, a value of another type, would store plaintext.
 */
final class SealedAssignments {

    private SealedAssignments() {}

    static List<Assignment> checked(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            check(assignment.getAssignable().getColumnReferences(), parts(assignment.getAssignedValue()));
        }
        return assignments;
    }

    static void check(InsertSelectStatement insert) {
        for (Values row : insert.getValuesList()) {
            check(
                    insert.getTargetColumns(),
                    row.getExpressions().stream()
                            .flatMap(value -> parts(value).stream())
                            .toList());
        }
    }

    private static List<? extends Expression> parts(Expression value) {
        return value instanceof SqlTupleContainer container && container.getSqlTuple() != null
                ? container.getSqlTuple().getExpressions()
                : List.of(value);
    }

    private static void check(List<ColumnReference> columns, List<? extends Expression> values) {
        for (int i = 0; i < columns.size(); i++) {
            EncryptedAttribute attribute = SealedMappings.of(columns.get(i).getJdbcMapping());
            if (attribute != null && (i >= values.size() || !seals(attribute, values.get(i)))) {
                throw QueryGuard.refusal(attribute, Use.ASSIGNED_AN_EXPRESSION);
            }
        }
    }

    private static boolean seals(EncryptedAttribute attribute, Expression value) {
        if (value instanceof Literal literal && literal.getLiteralValue() == null) {
            return true;
        }
        boolean bound = value instanceof Literal
                || value instanceof JdbcParameter
                || value instanceof SqmParameterInterpretation;
        JdbcMappingContainer type = value.getExpressionType();
        return bound && type != null && attribute.equals(SealedMappings.of(type.getSingleJdbcMapping()));
    }
}
