package io.columnseal.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some measured values and how far they lie apart.
 *
 * @param median the middle value
 * @param low first quartile
 * @param high third quartile
 * @param samples how many values there were
 */
public record Spread(double median, double low, double high, int samples) {

    /** @throws IllegalArgumentException if there is no value */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
    }

    /** The middle value. */
    public static double median(Collection<Double> values) {
        return of(values).median();
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
