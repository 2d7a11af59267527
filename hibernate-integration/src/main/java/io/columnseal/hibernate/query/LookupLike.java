package io.columnseal.hibernate.query;

import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.predicate.LikePredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;

/** A {@code like} that is rendered as ranges of index values. Hibernate's translator wants it to remain one. */
final class LookupLike extends LikePredicate {

    private final Predicate ranges;

    /**
     * @param path what is matched
     * @param pattern a part of what it is matched with
     */
    LookupLike(Expression path, Expression pattern, Predicate ranges) {
        super(path, pattern);
        this.ranges = ranges;
    }

    @Override
    public void accept(SqlAstWalker walker) {
        ranges.accept(walker);
    }
}
