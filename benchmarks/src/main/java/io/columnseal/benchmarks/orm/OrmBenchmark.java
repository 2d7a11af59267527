package io.columnseal.benchmarks.orm;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.H2Database;
import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import java.util.List;
import java.util.stream.Stream;

/** {@code benchmarks/run orm}: what encryption adds to inserting, loading and updating entities. */
public final class OrmBenchmark {

    private OrmBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        BenchmarkRun.start("orm", arguments, OrmBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        int warmUps = options.quick() ? 10 : 30;
        int rounds = options.roundsOr(120, 20);
        Rounds<OrmCell> wall = new Rounds<>();
        Rounds<OrmCell> cpu = new Rounds<>();
        OrmRounds runner = new OrmRounds(wall, cpu);
        progress.expect(2 * (warmUps + rounds));
        try (Database h2 = new H2Database();
                Database postgres = new PostgresDatabase()) {
            for (Database database : List.of(h2, postgres)) {
                List<Contestant> contestants = Stream.of(Contestant.values())
                        .filter(contestant -> options.includes(contestant.name()))
                        .filter(contestant -> contestant.worksOn(database))
                        .toList();
                runner.run(database, contestants, warmUps, rounds, progress);
            }
        }
        return new OrmFindings(wall, cpu).findings();
    }
}
