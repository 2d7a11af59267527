package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.MariaDbDatabase;
import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.fork.Fork;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code benchmarks/run search}: what blind indexes cost when rows are found and when they are inserted. */
public final class SearchBenchmark {

    private SearchBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Fork.besideOthers();
        BenchmarkRun.start("search", arguments, SearchBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        SearchPlan plan = new SearchPlan(options);
        List<Callable<Database>> servers = new ArrayList<>(List.of(PostgresDatabase::new));
        if (MariaDbDatabase.isAvailable()) {
            servers.add(MariaDbDatabase::new);
        } else {
            progress.note("MariaDB is left out: it comes for Linux on x86-64 only");
        }
        Rounds<IndexCell> indexCpu = new Rounds<>();
        Rounds<IndexCell> indexWall = new Rounds<>();
        Rounds<SearchCell> wall = new Rounds<>();
        Rounds<SearchCell> cpu = new Rounds<>();
        List<TableSize> sizes = new ArrayList<>();
        progress.expect(plan.steps(servers.size()));
        new IndexRounds(indexCpu, indexWall, progress).run(plan.indexCells(), plan.indexRounds(), options.quick());
        for (Callable<Database> server : servers) {
            // One after the other: there are two processors
            try (Database database = server.call()) {
                sizes.addAll(new DatabaseRounds(wall, cpu, plan, progress).run(database));
            }
        }
        return new SearchFindings(new IndexFindings(indexCpu, indexWall), wall, cpu, sizes).findings();
    }
}
