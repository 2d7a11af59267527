package io.columnseal.hibernate.query;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.InListPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns translated comparisons of encrypted attributes into such of their index values. A value becomes {@value
 * io.columnseal.index.BlindIndexer#LOOKUP_VALUES} index values, any of which may be stored. Comparisons of anything else
 * pass.
 */
final class Lookups {

    private Lookups() {}

    /**
     * @param caseFunction the function whose results the query compares, {@code lower} or {@code upper}; null for none
     * @throws QueryRefusedException if an encrypted attribute is compared with what it has no index values for
     */
    static ComparisonPredicate of(ComparisonPredicate compared, @Nullable String caseFunction, LookupPlace place) {
        Expression left = compared.getLeftHandExpression();
        Expression right = compared.getRightHandExpression();
        IndexedPath path = IndexedPath.of(left);
        Expression value = right;
        if (path == null) {
            path = IndexedPath.of(right);
            value = left;
        }
        if (path == null) {
            requirePlain(left);
            requirePlain(right);
            return compared;
        }
        boolean negated = compared.getOperator() == ComparisonOperator.NOT_EQUAL;
        InListPredicate lookup = new InListPredicate(
                path.column(), path.matches(value, place.or(negated)), negated, compared.getExpressionType());
        Predicate found = path.values().findsUnsealed()
                ? MixedLookup.of(lookup, path, caseFunction, List.of(path.unsealed(value, place.or(negated))))
                : lookup;
        return new LookupComparison(compared, SqlForm.ofLiterals(found, List.of(value)));
    }

    /** @throws QueryRefusedException as above */
    static Predicate of(InListPredicate compared, LookupPlace place) {
        IndexedPath path = IndexedPath.of(compared.getTestExpression());
        if (path == null) {
            requirePlain(compared.getTestExpression());
            compared.getListExpressions().forEach(Lookups::requirePlain);
            return compared;
        }
        List<Expression> values = new ArrayList<>();
        List<Expression> unsealed = new ArrayList<>();
        for (Expression value : compared.getListExpressions()) {
            values.addAll(path.matches(value, place.or(compared.isNegated())));
            if (path.values().findsUnsealed()) {
                unsealed.add(path.unsealed(value, place.or(compared.isNegated())));
            }
        }
        InListPredicate lookup =
                new InListPredicate(path.column(), values, compared.isNegated(), compared.getExpressionType());
        // An empty list finds nothing either way
        Predicate found = unsealed.isEmpty() ? lookup : MixedLookup.of(lookup, path, null, unsealed);
        return SqlForm.ofLiterals(found, compared.getListExpressions());
    }

    /** The guard has passed all operands, in the belief that this class takes care of those that are encrypted. */
    private static void requirePlain(Expression operand) {
        EncryptedAttribute encrypted = SealedMappings.first(operand.getExpressionType());
        if (encrypted != null) {
            throw QueryGuard.refusal(encrypted, Use.COMPARED);
        }
    }
}
