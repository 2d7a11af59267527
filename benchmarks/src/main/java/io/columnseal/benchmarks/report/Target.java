package io.columnseal.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * A number to reach and the number that was reached.
 *
 * @param name what is limited, for people and stable enough to be compared between runs
 * @param target the limit, for example {@code <= 1.25}
 * @param measured median over the rounds
 * @param low first quartile over the rounds
 * @param high third quartile over the rounds
 * @param met whether the median keeps the limit
 * @param toldApart whether both quartiles lie on the same side of the limit as the median
 */
public record Target(
        String name, String target, double measured, double low, double high, boolean met, boolean toldApart) {

    /** The list holds the target, or nothing where a run measured too little to tell. */
    public static List<Target> atMost(String name, double limit, Optional<Spread> measured) {
        return measured.map(spread -> of(name, "<=", limit, spread, value -> value <= limit)).stream()
                .toList();
    }

    /** The list holds the target, or nothing where a run measured too little to tell. */
    public static List<Target> atLeast(String name, double limit, Optional<Spread> measured) {
        return measured.map(spread -> of(name, ">=", limit, spread, value -> value >= limit)).stream()
                .toList();
    }

    private static Target of(String name, String relation, double limit, Spread spread, DoublePredicate keeps) {
        String target = String.format(Locale.ROOT, "%s %s", relation, Double.toString(limit));
        boolean met = keeps.test(spread.median());
        boolean toldApart = keeps.test(spread.low()) == met && keeps.test(spread.high()) == met;
        return new Target(name, target, spread.median(), spread.low(), spread.high(), met, toldApart);
    }
}
