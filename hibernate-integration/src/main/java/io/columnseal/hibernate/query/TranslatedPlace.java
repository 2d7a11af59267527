package io.columnseal.hibernate.query;

import java.util.function.Supplier;
import org.hibernate.sql.ast.Clause;
import org.jspecify.annotations.Nullable;

/**
 * Where the translator stands while it comes upon a path. It needs no knowledge of what the place looks like in the
 * query: some of Hibernate's functions keep operands that only they themselves visit, and a path that is plainly
 * selected is the same object when one of them uses it as well.
 */
final class TranslatedPlace {

    private int functions;
    private boolean nullTest;
    private boolean lookup;
    private boolean negation;

    <R> R insideFunction(Supplier<R> function) {
        functions++;
        try {
            return function.get();
        } finally {
            functions--;
        }
    }

    /** The operand of {@code is null} is harmless wherever the predicate stands. */
    <R> R insideNullTest(Supplier<R> test) {
        boolean outer = nullTest;
        nullTest = true;
        try {
            return test.get();
        } finally {
            nullTest = outer;
        }
    }

    /** What is compared by a blind index is harmless wherever the comparison stands, since it is not what is compared. */
    <R> R insideLookup(Supplier<R> comparison) {
        boolean outer = lookup;
        lookup = true;
        try {
            return comparison.get();
        } finally {
            lookup = outer;
        }
    }

    /** What is true if something else is not; two negations count as one. */
    <R> R insideNegation(Supplier<R> negated) {
        boolean outer = negation;
        negation = true;
        try {
            return negated.get();
        } finally {
            negation = outer;
        }
    }

    boolean isNegation() {
        return negation;
    }

    boolean isLookup() {
        return lookup;
    }

    /** Whether an encrypted path is compared by a blind index here, or asked for null. */
    boolean isLookupOrNullTest() {
        return nullTest || lookup;
    }

    /** The use that this place makes of an encrypted path, if it is one that is never allowed; else null. */
    @Nullable Use forbiddenUse(@Nullable Clause clause) {
        if (nullTest || lookup) {
            return null;
        }
        if (functions > 0) {
            return Use.PASSED_TO_A_FUNCTION;
        }
        if (clause == null) {
            // The targets of insert … values
            return null;
        }
        return switch (clause) {
            case SELECT, SET, INSERT, VALUES -> null;
            case WHERE -> Use.MATCHED;
            case HAVING -> Use.FILTERED_BY_HAVING;
            case GROUP -> Use.GROUPED;
            case ORDER, WITHIN_GROUP -> Use.ORDERED;
            case OVER, PARTITION -> Use.WINDOWED;
            default -> Use.UNKNOWN;
        };
    }
}
