package io.columnseal.benchmarks.report;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The command line of a benchmark.
 *
 * @param quick a rough answer within two minutes is wanted
 * @param rounds how many rounds, instead of the benchmark's own number
 * @param only the contestants to measure; empty for all of them
 * @param results directory of the result files
 */
public record RunOptions(boolean quick, OptionalInt rounds, List<String> only, Path results) {

    static final String USAGE = """
            options:
              --quick          a rough answer within two minutes
              --rounds N       so many rounds instead of the benchmark's own number
              --only A,B       only these contestants; targets that need others are left out
              --results DIR    where NAME.json and NAME.md go""";

    static RunOptions parse(String... arguments) {
        boolean quick = false;
        OptionalInt rounds = OptionalInt.empty();
        List<String> only = List.of();
        Path results = Path.of("benchmarks", "results");
        List<String> rest = List.of(arguments);
        for (int i = 0; i < rest.size(); i++) {
            switch (rest.get(i)) {
                case "--quick" -> quick = true;
                case "--rounds" -> rounds = OptionalInt.of(Integer.parseInt(value(rest, ++i)));
                case "--only" -> only = List.of(value(rest, ++i).split(","));
                case "--results" -> results = Path.of(value(rest, ++i));
                default -> throw new IllegalArgumentException("unknown option " + rest.get(i));
            }
        }
        if (rounds.isPresent() && rounds.getAsInt() < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1");
        }
        return new RunOptions(quick, rounds, only, results);
    }

    /** Whether a contestant is to be measured. */
    public boolean includes(String contestant) {
        return only.isEmpty() || only.contains(contestant);
    }

    /** The number of rounds: the command line's, else one of the benchmark's two. */
    public int roundsOr(int full, int rough) {
        return rounds.orElse(quick ? rough : full);
    }

    private static String value(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(index - 1) + " needs a value");
        }
        return arguments.get(index);
    }
}
