package io.columnseal.hibernate.query;

import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;

/** A comparison that is rendered as a list of index values. Hibernate's translator wants a comparison to remain one. */
final class LookupComparison extends ComparisonPredicate {

    private final Predicate lookup;

    /** @param compared what it stands for */
    LookupComparison(ComparisonPredicate compared, Predicate lookup) {
        super(
                compared.getLeftHandExpression(),
                compared.getOperator(),
                compared.getRightHandExpression(),
                compared.getExpressionType());
        this.lookup = lookup;
    }

    @Override
    public void accept(SqlAstWalker walker) {
        lookup.accept(walker);
    }
}
