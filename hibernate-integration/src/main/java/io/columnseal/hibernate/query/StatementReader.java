package io.columnseal.hibernate.query;

import java.util.List;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.query.sqm.tree.expression.SqmHqlNumericLiteral;
import org.hibernate.query.sqm.tree.expression.SqmLiteral;
import org.hibernate.query.sqm.tree.expression.SqmLiteralNull;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.hibernate.query.sqm.tree.insert.SqmConflictClause;
import org.hibernate.query.sqm.tree.insert.SqmConflictUpdateAction;
import org.hibernate.query.sqm.tree.insert.SqmInsertSelectStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.insert.SqmValues;
import org.hibernate.query.sqm.tree.update.SqmAssignment;

/** Reads the assignments of bulk statements: a target is used according to what it is assigned. */
final class StatementReader extends PredicateReader {

    StatementReader(PathUses uses) {
        super(uses);
    }

    @Override
    public Object visitAssignment(SqmAssignment<?> assignment) {
        record(assignment.getTargetPath(), assigned(assignment.getValue()));
        readAssigned(assignment.getValue());
        return assignment;
    }

    @Override
    public Object visitInsertValuesStatement(SqmInsertValuesStatement<?> statement) {
        visitCteContainer(statement);
        List<SqmPath<?>> targets = statement.getInsertionTargetPaths();
        for (SqmValues row : statement.getValuesList()) {
            for (int i = 0; i < targets.size(); i++) {
                SqmExpression<?> value = row.getExpressions().get(i);
                record(targets.get(i), assigned(value));
                readAssigned(value);
            }
        }
        readConflictClause(statement);
        return statement;
    }

    @Override
    public Object visitInsertSelectStatement(SqmInsertSelectStatement<?> statement) {
        visitCteContainer(statement);
        statement.getInsertionTargetPaths().forEach(target -> record(target, Use.INSERTED_BY_SELECT));
        readSelecting(
                Use.SELECTED_FOR_INSERT, () -> statement.getSelectQueryPart().accept(this));
        readConflictClause(statement);
        return statement;
    }

    private void readConflictClause(SqmInsertStatement<?> statement) {
        SqmConflictClause<?> clause = statement.getConflictClause();
        if (clause != null) {
            visitConflictClause(clause);
        }
    }

    @Override
    public Object visitConflictClause(SqmConflictClause<?> clause) {
        clause.getConstraintPaths().forEach(path -> record(path, Use.CONFLICTED_ON));
        SqmConflictUpdateAction<?> action = clause.getConflictAction();
        if (action != null) {
            visitSetClause(action.getSetClause());
            visitWhereClause(action.getWhereClause());
        }
        return clause;
    }

    private void readAssigned(SqmExpression<?> value) {
        if (!assigned(value).isAllowed()) {
            read(Use.ASSIGNED_FROM, () -> value.accept(this));
        }
    }

    private static Use assigned(SqmExpression<?> value) {
        if (value instanceof SqmParameter<?> || value instanceof SqmLiteralNull<?>) {
            return Use.ASSIGNED;
        }
        return value instanceof SqmLiteral<?> || value instanceof SqmHqlNumericLiteral<?>
                ? Use.ASSIGNED_A_LITERAL
                : Use.ASSIGNED_AN_EXPRESSION;
    }
}
