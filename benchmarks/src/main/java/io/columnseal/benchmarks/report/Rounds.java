package io.columnseal.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Values measured in rounds, at most one per round and cell. What is compared is measured side by side within a round,
 * and ratios are formed within a round before their median is taken: a machine that slows down for a minute then slows
 * both sides of a ratio.
 *
 * @param <C> what is measured, a value type
 */
public final class Rounds<C> {

    private final Map<C, Map<Integer, Double>> values = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if the cell has a value in this round */
    public void add(int round, C cell, double value) {
        Double earlier =
                values.computeIfAbsent(cell, any -> new LinkedHashMap<>()).putIfAbsent(round, value);
        if (earlier != null) {
            throw new IllegalArgumentException(cell + " was measured in round " + round + " already");
        }
    }

    /** All cells that were measured, in the order of their first values. */
    public List<C> cells() {
        return List.copyOf(values.keySet());
    }

    /** The values of a cell over the rounds; empty if it was never measured. */
    public Optional<Spread> of(C cell) {
        return formed(List.of(cell), round -> round.of(cell));
    }

    /** One cell over another, formed per round; empty if no round measured both. */
    public Optional<Spread> ratio(C numerator, C denominator) {
        return formed(List.of(numerator, denominator), round -> round.of(numerator) / round.of(denominator));
    }

    /** Any number formed per round from the values of some cells; empty if no round measured all of them. */
    public Optional<Spread> formed(List<C> cells, ToDoubleFunction<Round<C>> formula) {
        List<Double> results = new ArrayList<>();
        Map<Integer, Double> first = values.getOrDefault(cells.get(0), Map.of());
        for (int number : first.keySet()) {
            if (cells.stream()
                    .allMatch(cell -> values.getOrDefault(cell, Map.of()).containsKey(number))) {
                results.add(formula.applyAsDouble(cell -> values.get(cell).get(number)));
            }
        }
        return results.isEmpty() ? Optional.empty() : Optional.of(Spread.of(results));
    }

    /** The values of one round. */
    @FunctionalInterface
    public interface Round<C> {
        double of(C cell);
    }
}
