package io.columnseal.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A number to reach and the number that was reached.
 *
 * @param name what is limited, for people and stable enough to be compared between runs
 * @param target the limit, for example {@code <= 1.25}
 * @param measured median over the rounds
 * @param low first quartile over the rounds
 * @param high third quartile over the rounds
 * @param met whether the median keeps the limit
 */
public record Target(String name, String target, double measured, double low, double high, boolean met) {

    /** The list holds the target, or nothing where a run measured too little to tell. */
    public static List<Target> atMost(String name, double limit, Optional<Spread> measured) {
        return measured.map(spread -> of(name, "<=", limit, spread, spread.median() <= limit)).stream()
                .toList();
    }

    /** The list holds the target, or nothing where a run measured too little to tell. */
    public static List<Target> atLeast(String name, double limit, Optional<Spread> measured) {
        return measured.map(spread -> of(name, ">=", limit, spread, spread.median() >= limit)).stream()
                .toList();
    }

    private static Target of(String name, String relation, double limit, Spread spread, boolean met) {
        String target = String.format(Locale.ROOT, "%s %s", relation, Double.toString(limit));
        return new Target(name, target, spread.median(), spread.low(), spread.high(), met);
    }
}
