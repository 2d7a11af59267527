package io.columnseal.hibernate.query;

import java.util.List;
import java.util.Set;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.domain.SqmBasicValuedSimplePath;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.query.sqm.tree.expression.SqmLiteral;
import org.hibernate.query.sqm.tree.expression.SqmLiteralNull;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.hibernate.query.sqm.tree.predicate.SqmComparisonPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmInListPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes comparisons that a blind index may answer, by their form alone: equality between a path and parameters,
 * literals or other paths.
 */
final class Equations {

    private static final Set<String> CASE_FUNCTIONS = Set.of("lower", "upper");

    private Equations() {}

    static boolean isEquation(SqmComparisonPredicate predicate) {
        SqmExpression<?> left = predicate.getLeftHandExpression();
        SqmExpression<?> right = predicate.getRightHandExpression();
        return isEquality(predicate) && (isPath(left) && isOperand(right) || isOperand(left) && isPath(right));
    }

    static boolean isEquation(SqmInListPredicate<?> predicate) {
        return isPath(predicate.getTestExpression())
                && predicate.getListExpressions().stream().allMatch(Equations::isOperand);
    }

    /**
     * For {@code lower(path) = lower(value)}, or the same with {@code upper}, the comparison of path and value themselves,
     * the path to the left; else null.
     */
    static @Nullable SqmComparisonPredicate withoutCase(SqmComparisonPredicate predicate) {
        if (!isEquality(predicate)
                || !(predicate.getLeftHandExpression() instanceof SqmFunction<?> left)
                || !(predicate.getRightHandExpression() instanceof SqmFunction<?> right)
                || !left.getFunctionName().equals(right.getFunctionName())) {
            return null;
        }
        SqmExpression<?> one = withoutCase(left);
        SqmExpression<?> other = withoutCase(right);
        if (one == null || other == null || !isPath(one) && !isPath(other)) {
            return null;
        }
        SqmComparisonPredicate without = new SqmComparisonPredicate(
                isPath(one) ? one : other,
                predicate.getSqmOperator(),
                isPath(one) ? other : one,
                predicate.nodeBuilder());
        if (predicate.isNegated()) {
            without.negate();
        }
        return without;
    }

    /** The function on both sides of such a comparison; null of one of path and value themselves. */
    static @Nullable String caseFunction(SqmComparisonPredicate predicate) {
        return predicate.getLeftHandExpression() instanceof SqmFunction<?> function ? function.getFunctionName() : null;
    }

    /** The path of {@code lower(path) = value}, or the same with {@code upper} and either way round; else null. */
    static @Nullable SqmExpression<?> inOneCase(SqmComparisonPredicate predicate) {
        if (!isEquality(predicate)) {
            return null;
        }
        SqmExpression<?> left = predicate.getLeftHandExpression();
        SqmExpression<?> right = predicate.getRightHandExpression();
        SqmExpression<?> folded = isBound(right) ? left : isBound(left) ? right : null;
        SqmExpression<?> path = folded instanceof SqmFunction<?> function ? withoutCase(function) : null;
        return path != null && isPath(path) ? path : null;
    }

    static boolean hasLiteral(SqmComparisonPredicate predicate) {
        return isValue(predicate.getLeftHandExpression()) || isValue(predicate.getRightHandExpression());
    }

    static boolean hasLiteral(SqmInListPredicate<?> predicate) {
        return predicate.getListExpressions().stream().anyMatch(Equations::isValue);
    }

    private static @Nullable SqmExpression<?> withoutCase(SqmFunction<?> function) {
        List<? extends SqmTypedNode<?>> arguments = function.getArguments();
        return CASE_FUNCTIONS.contains(function.getFunctionName())
                        && arguments.size() == 1
                        && arguments.get(0) instanceof SqmExpression<?> argument
                        && isOperand(argument)
                ? argument
                : null;
    }

    private static boolean isEquality(SqmComparisonPredicate predicate) {
        ComparisonOperator operator = predicate.getSqmOperator();
        return operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL;
    }

    private static boolean isPath(SqmExpression<?> expression) {
        return expression instanceof SqmBasicValuedSimplePath<?>;
    }

    private static boolean isOperand(SqmExpression<?> expression) {
        return isPath(expression) || isBound(expression);
    }

    private static boolean isBound(SqmExpression<?> expression) {
        return expression instanceof SqmParameter<?> || expression instanceof SqmLiteral<?>;
    }

    private static boolean isValue(SqmExpression<?> expression) {
        return expression instanceof SqmLiteral<?> && !(expression instanceof SqmLiteralNull<?>);
    }
}
