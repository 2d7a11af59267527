package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import java.util.List;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.GroupedPredicate;
import org.hibernate.sql.ast.tree.predicate.InListPredicate;
import org.hibernate.sql.ast.tree.predicate.Junction;
import org.hibernate.sql.ast.tree.predicate.NullnessPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds values in a column in migration: by their index values where rows have some, by the value itself where they have
 * none. Spelled so that it is never unknown for a value, and can be negated by whatever stands around it.
 */
final class MixedLookup {

    private MixedLookup() {}

    /**
     * @param byIndex the lookup that finds rows with index values
     * @param caseFunction what folds the case of the others' column and of one value, which index values do by themselves; null for
     *     nothing
     * @param unsealed what the column of the others is compared with, one for each value
     * @throws QueryRefusedException if the database cannot fold the case of what is not sealed
     */
    static GroupedPredicate of(
            InListPredicate byIndex,
            IndexedPath path,
            @Nullable String caseFunction,
            List<? extends Expression> unsealed) {
        if (caseFunction != null && !path.values().showsUnsealed()) {
            throw QueryGuard.refusal(path.attribute(), Use.EQUATED_WITHOUT_CASE_IN_MIGRATION);
        }
        ColumnReference index = path.column();
        Junction sealed = new Junction(Junction.Nature.CONJUNCTION);
        sealed.add(new NullnessPredicate(index, true));
        sealed.add(byIndex);
        Junction plain = new Junction(Junction.Nature.CONJUNCTION);
        plain.add(new NullnessPredicate(index, false));
        plain.add(plain(byIndex, path.sealed(), caseFunction, unsealed));
        Junction either = new Junction(Junction.Nature.DISJUNCTION);
        either.add(new GroupedPredicate(sealed));
        either.add(new GroupedPredicate(plain));
        return new GroupedPredicate(either);
    }

    private static Predicate plain(
            InListPredicate byIndex,
            ColumnReference column,
            @Nullable String caseFunction,
            List<? extends Expression> unsealed) {
        boolean negated = byIndex.isNegated();
        if (unsealed.size() == 1) {
            return new ComparisonPredicate(
                    InOneCase.of(caseFunction, column),
                    negated ? ComparisonOperator.NOT_EQUAL : ComparisonOperator.EQUAL,
                    InOneCase.of(caseFunction, unsealed.get(0)),
                    byIndex.getExpressionType());
        }
        return new InListPredicate(column, List.copyOf(unsealed), negated, byIndex.getExpressionType());
    }
}
