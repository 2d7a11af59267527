package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.MariaDbDatabase;
import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code benchmarks/run reencrypt}: how fast stored values move to a new key. */
public final class ReencryptBenchmark {

    private ReencryptBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        BenchmarkRun.start("reencrypt", arguments, ReencryptBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        MovePlan plan = new MovePlan(options);
        List<Callable<Database>> servers = new ArrayList<>(List.of(PostgresDatabase::new));
        if (MariaDbDatabase.isAvailable()) {
            servers.add(MariaDbDatabase::new);
        } else {
            progress.note("MariaDB is left out: it comes for Linux on x86-64 only");
        }
        Rounds<MoveCell> speed = new Rounds<>();
        progress.expect(servers.size() * (plan.warmUps() + plan.rounds()));
        for (Callable<Database> server : servers) {
            // One after the other: there are two processors
            try (Database database = server.call()) {
                new MoveRounds(speed, plan, progress).run(database);
            }
        }
        BesideFindings beside = new BesideFindings();
        try (PostgresDatabase database = new PostgresDatabase()) {
            new BesideRounds(beside, plan, progress).run(database);
        }
        return both(new MoveFindings(speed).findings(), beside.findings());
    }

    private static Findings both(Findings first, Findings second) {
        return new Findings(
                joined(first.method(), second.method()),
                joined(first.tables(), second.tables()),
                joined(first.targets(), second.targets()),
                joined(first.stretch(), second.stretch()));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
