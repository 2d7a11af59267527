package io.columnseal.hibernate.query;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.SqlTupleContainer;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

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
        return assignments.stream()
                .map(assignment ->
                        new Assignment(assignment.getAssignable(), TenantsOnly.bound(assignment.getAssignedValue())))
                .toList();
    }

    static void check(InsertSelectStatement insert) {
        for (Values row : insert.getValuesList()) {
            check(insert.getTargetColumns(), parts(row));
            row.getExpressions().replaceAll(TenantsOnly::bound);
        }
    }

    /** The values of a row, column by column. */
    static List<? extends Expression> parts(Values row) {
        return row.getExpressions().stream()
                .flatMap(value -> parts(value).stream())
                .toList();
    }

    /** A value, column by column. */
    static List<? extends Expression> parts(Expression value) {
        return value instanceof SqlTupleContainer container && container.getSqlTuple() != null
                ? container.getSqlTuple().getExpressions()
                : List.of(value);
    }

    private static void check(List<ColumnReference> columns, List<? extends Expression> values) {
        for (int i = 0; i < columns.size(); i++) {
            EncryptedAttribute target = SealedMappings.of(columns.get(i).getJdbcMapping());
            Expression value = values.get(i);
            EncryptedAttribute source = SealedMappings.first(value.getExpressionType());
            if (target == null ? source != null : !target.equals(source) || !isBound(value)) {
                requireNull(value, target == null ? source : target);
            }
        }
    }

    private static boolean isBound(Expression value) {
        return value instanceof Literal
                || value instanceof JdbcParameter
                || value instanceof SqmParameterInterpretation;
    }

    private static void requireNull(Expression value, @Nullable EncryptedAttribute attribute) {
        boolean isNull = value instanceof Literal literal && literal.getLiteralValue() == null;
        if (!isNull && attribute != null) {
            throw QueryGuard.refusal(attribute, Use.ASSIGNED_AN_EXPRESSION);
        }
    }
}
