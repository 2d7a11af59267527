package io.columnseal.hibernate.query;

import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.expression.SqmCollectionSize;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.query.sqm.tree.expression.SqmSetReturningFunction;
import org.hibernate.query.sqm.tree.expression.SqmWindow;
import org.hibernate.query.sqm.tree.from.SqmAttributeJoin;
import org.hibernate.query.sqm.tree.from.SqmCteJoin;
import org.hibernate.query.sqm.tree.from.SqmEntityJoin;
import org.hibernate.query.sqm.tree.predicate.SqmComparisonPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmEmptinessPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmInListPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmLikePredicate;
import org.hibernate.query.sqm.tree.predicate.SqmMemberOfPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmNullnessPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmWhereClause;
import org.jspecify.annotations.Nullable;

/** Names the clauses, predicates and functions that paths stand in, and knows the predicate they are allowed in. */
abstract class PredicateReader extends SelectReader {

    PredicateReader(PathUses uses) {
        super(uses);
    }

    @Override
    public Object visitIsNullPredicate(SqmNullnessPredicate predicate) {
        if (predicate.getExpression() instanceof SqmPath<?> path) {
            read(Use.TESTED_FOR_NULL, () -> path.accept(this));
        } else {
            read(Use.MATCHED, () -> super.visitIsNullPredicate(predicate));
        }
        return predicate;
    }

    /** Asks for rows, never for their elements' values. */
    @Override
    public Object visitIsEmptyPredicate(SqmEmptinessPredicate predicate) {
        record(predicate.getPluralPath(), Use.TESTED_FOR_NULL);
        return predicate;
    }

    /** Counts rows, never looks at their elements' values. */
    @Override
    public Object visitPluralAttributeSizeFunction(SqmCollectionSize size) {
        record(size.getPluralPath(), Use.TESTED_FOR_NULL);
        return size;
    }

    /** Names no path of the collection's elements: the translator compares them by itself. */
    @Override
    public Object visitMemberOfPredicate(SqmMemberOfPredicate predicate) {
        record(predicate, Use.COMPARED);
        read(Use.COMPARED, () -> super.visitMemberOfPredicate(predicate));
        return predicate;
    }

    @Override
    public Object visitComparisonPredicate(SqmComparisonPredicate predicate) {
        SqmComparisonPredicate withoutCase = Equations.withoutCase(predicate);
        SqmExpression<?> inOneCase = Equations.inOneCase(predicate);
        if (withoutCase != null) {
            read(Use.EQUATED_WITHOUT_CASE, () -> super.visitComparisonPredicate(withoutCase));
            if (Equations.hasLiteral(withoutCase)) {
                read(Use.EQUATED_TO_A_LITERAL, () -> super.visitComparisonPredicate(withoutCase));
            }
        } else if (inOneCase != null) {
            read(Use.EQUATED_IN_ONE_CASE, () -> inOneCase.accept(this));
        } else if (Equations.isEquation(predicate)) {
            read(equated(Equations.hasLiteral(predicate)), () -> super.visitComparisonPredicate(predicate));
        } else {
            read(Use.COMPARED, () -> super.visitComparisonPredicate(predicate));
        }
        return predicate;
    }

    @Override
    public Object visitInListPredicate(SqmInListPredicate<?> predicate) {
        if (Equations.isEquation(predicate)) {
            read(equated(Equations.hasLiteral(predicate)), () -> super.visitInListPredicate(predicate));
        } else {
            super.visitInListPredicate(predicate);
        }
        return predicate;
    }

    @Override
    public Object visitLikePredicate(SqmLikePredicate predicate) {
        PrefixMatch match = PrefixMatch.of(predicate);
        if (match == null) {
            return super.visitLikePredicate(predicate);
        }
        read(
                match.hasLiteral() ? Use.PREFIXED_BY_A_LITERAL : Use.PREFIXED,
                () -> match.path().accept(this));
        if (match.withoutCase()) {
            read(Use.PREFIXED_WITHOUT_CASE, () -> match.path().accept(this));
        }
        return predicate;
    }

    private static Use equated(boolean literal) {
        return literal ? Use.EQUATED_TO_A_LITERAL : Use.EQUATED;
    }

    @Override
    public @Nullable Object visitWhereClause(@Nullable SqmWhereClause clause) {
        read(Use.MATCHED, () -> super.visitWhereClause(clause));
        return clause;
    }

    @Override
    public @Nullable Object visitHavingClause(@Nullable SqmPredicate predicate) {
        read(Use.FILTERED_BY_HAVING, () -> super.visitHavingClause(predicate));
        return predicate;
    }

    @Override
    protected void consumeAttributeJoin(SqmAttributeJoin<?, ?> join, boolean transitive) {
        read(Use.JOINED_ON, () -> super.consumeAttributeJoin(join, transitive));
    }

    @Override
    protected void consumeEntityJoin(SqmEntityJoin<?, ?> join, boolean transitive) {
        read(Use.JOINED_ON, () -> super.consumeEntityJoin(join, transitive));
    }

    @Override
    protected void consumeCteJoin(SqmCteJoin<?> join, boolean transitive) {
        read(Use.JOINED_ON, () -> super.consumeCteJoin(join, transitive));
    }

    @Override
    public Object visitFunction(SqmFunction<?> function) {
        read(Use.PASSED_TO_A_FUNCTION, () -> super.visitFunction(function));
        return function;
    }

    @Override
    public Object visitSetReturningFunction(SqmSetReturningFunction<?> function) {
        read(Use.PASSED_TO_A_FUNCTION, () -> super.visitSetReturningFunction(function));
        return function;
    }

    @Override
    public Object visitWindow(SqmWindow window) {
        read(Use.WINDOWED, () -> super.visitWindow(window));
        return window;
    }
}
