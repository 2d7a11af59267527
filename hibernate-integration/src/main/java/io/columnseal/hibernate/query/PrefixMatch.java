package io.columnseal.hibernate.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.hibernate.query.sqm.tree.predicate.SqmLikePredicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@code like} that a blind index may answer, recognized by its form alone: a path, and a pattern that is a parameter, a
 * literal or {@code concat} of such; both as they are, or both in {@code lower} or {@code upper}.
 *
 * @param path what is matched
 * @param pattern the parts of the pattern, one after the other
 * @param escape the escape character, null without
 * @param withoutCase whether upper and lower case are the same
 */
record PrefixMatch(
        SqmExpression<?> path,
        List<SqmExpression<?>> pattern,
        @Nullable Character escape,
        boolean withoutCase) {

    private static final Set<String> CASE_FUNCTIONS = Set.of("lower", "upper");

    /** Null for any other form. */
    static @Nullable PrefixMatch of(SqmLikePredicate predicate) {
        SqmExpression<?> matched = predicate.getMatchExpression();
        String function = caseFunction(matched);
        SqmExpression<?> path = function == null ? matched : argument((SqmFunction<?>) matched);
        List<SqmExpression<?>> pattern = new ArrayList<>();
        if (!(path instanceof SqmBasicValuedSimplePath<?>)
                || !addParts(predicate.getPattern(), function, function == null, pattern)) {
            return null;
        }
        SqmExpression<?> escape = predicate.getEscapeCharacter();
        Character character = character(escape);
        // The function may turn other letters into the escape character, or that into others
        boolean unclear = escape != null && (character == null || function != null && !hasNoCase(character.toString()));
        return unclear
                ? null
                : new PrefixMatch(path, pattern, character, function != null || !predicate.isCaseSensitive());
    }

    boolean hasLiteral() {
        return pattern.stream().anyMatch(SqmLiteral.class::isInstance);
    }

    /** Comparisons of the path with each part of the pattern: what is translated in place of the predicate. */
    List<SqmComparisonPredicate> comparisons() {
        return pattern.stream()
                .map(part -> new SqmComparisonPredicate(path, ComparisonOperator.EQUAL, part, path.nodeBuilder()))
                .toList();
    }

    /**
     * Takes a pattern apart.
     *
     * @param function the case function around the path, which has to be around the pattern too, or null
     * @param folded whether it is, or need not be
     * @return whether there is nothing else in it
     */
    private static boolean addParts(
            SqmTypedNode<?> pattern, @Nullable String function, boolean folded, List<SqmExpression<?>> parts) {
        if (pattern instanceof SqmFunction<?> call) {
            if (call.getFunctionName().equals("concat")) {
                return call.getArguments().stream().allMatch(part -> addParts(part, function, folded, parts));
            }
            SqmExpression<?> argument = call.getFunctionName().equals(function) ? argument(call) : null;
            return argument != null && addParts(argument, function, true, parts);
        }
        boolean isPart = pattern instanceof SqmParameter<?> && folded
                || pattern instanceof SqmLiteral<?> literal
                        && (folded || hasNoCase(String.valueOf(literal.getLiteralValue())));
        if (!isPart || pattern instanceof SqmLiteralNull<?>) {
            return false;
        }
        return parts.add((SqmExpression<?>) pattern);
    }

    private static boolean hasNoCase(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT));
    }

    private static @Nullable String caseFunction(SqmExpression<?> expression) {
        return expression instanceof SqmFunction<?> function
                        && CASE_FUNCTIONS.contains(function.getFunctionName())
                        && argument(function) != null
                ? function.getFunctionName()
                : null;
    }

    /** The only argument; null if there are more. */
    private static @Nullable SqmExpression<?> argument(SqmFunction<?> function) {
        return function.getArguments().size() == 1
                        && function.getArguments().get(0) instanceof SqmExpression<?> argument
                ? argument
                : null;
    }

    private static @Nullable Character character(@Nullable SqmExpression<?> escape) {
        Object value = escape instanceof SqmLiteral<?> literal ? literal.getLiteralValue() : null;
        String text = value == null ? "" : value.toString();
        return text.length() == 1 ? text.charAt(0) : null;
    }
}
