package io.columnseal.hibernate.query;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.hibernate.query.sqm.tree.AbstractSqmRestrictedDmlStatement;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.predicate.SqmGroupedPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmJunctionPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmWhereClause;
import org.hibernate.query.sqm.tree.select.SqmQuerySpec;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conditions of a statement's own where clause, joined by nothing but {@code and}, {@code or} and parentheses.
 * Anything else, a negation or a sub-query among it, may turn what a condition does not find into what is found.
 */
final class NarrowingPredicates {

    private final Set<SqmPredicate> narrowing = Collections.newSetFromMap(new IdentityHashMap<>());

    NarrowingPredicates(SqmStatement<?> statement) {
        SqmWhereClause where = where(statement);
        SqmPredicate condition = where == null ? null : where.getPredicate();
        if (condition != null) {
            add(condition);
        }
    }

    /** Once for each: Criteria may mention the same condition a second time, at another place. */
    boolean take(SqmPredicate predicate) {
        return narrowing.remove(predicate);
    }

    private static @Nullable SqmWhereClause where(SqmStatement<?> statement) {
        if (statement instanceof SqmSelectStatement<?> select) {
            return select.getQueryPart() instanceof SqmQuerySpec<?> query ? query.getWhereClause() : null;
        }
        return statement instanceof AbstractSqmRestrictedDmlStatement<?> changing ? changing.getWhereClause() : null;
    }

    private void add(SqmPredicate condition) {
        if (condition instanceof SqmJunctionPredicate junction) {
            junction.getPredicates().forEach(this::add);
        } else if (condition instanceof SqmGroupedPredicate grouped) {
            add(grouped.getSubPredicate());
        } else {
            narrowing.add(condition);
        }
    }
}
