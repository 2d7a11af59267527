package io.columnseal.benchmarks.search;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Stopwatch;
import io.columnseal.benchmarks.search.SearchCell.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Loads the tables of one database and runs the rounds on them, lookups first: in a round everybody does the same, one
 * right after the other, every other round in the opposite order.
 */
final class DatabaseRounds {

    static final int LOOKUPS = 100;
    static final int INSERTS = 1000;

    private final Rounds<SearchCell> wall;
    private final Rounds<SearchCell> cpu;
    private final SearchPlan plan;
    private final Progress progress;

    /**
     * @param wall takes microseconds per lookup or row
     * @param cpu takes microseconds of the calling thread per lookup or row
     */
    DatabaseRounds(Rounds<SearchCell> wall, Rounds<SearchCell> cpu, SearchPlan plan, Progress progress) {
        this.wall = wall;
        this.cpu = cpu;
        this.plan = plan;
        this.progress = progress;
    }

    /** The sizes of the loaded tables, before rows were inserted by the rounds. */
    List<TableSize> run(Database database) throws Exception {
        List<Subject> subjects = new ArrayList<>();
        List<TableSize> sizes = new ArrayList<>();
        String url = database.create("search");
        try (HikariDataSource bulk = Database.pool(database.bulk(url));
                HikariDataSource pool = Database.pool(url)) {
            for (Contestant contestant : plan.contestants()) {
                progress.note(database.name() + ": loading " + plan.rows() + " rows: " + contestant.title());
                Subject subject = new Subject(contestant, database, bulk, pool);
                subjects.add(subject);
                sizes.add(subject.load(plan.rows()));
            }
            List<Subject> finders = new ArrayList<>(subjects.stream()
                    .filter(subject -> subject.contestant().finds())
                    .toList());
            for (int round = -plan.lookupWarmUps(); round < plan.lookupRounds(); round++) {
                step(database, Operation.lookup, round);
                lookUp(database, finders, round);
                Collections.reverse(finders);
            }
            for (int round = -plan.insertWarmUps(); round < plan.insertRounds(); round++) {
                step(database, Operation.insert, round);
                insert(database, subjects, round);
                Collections.reverse(subjects);
            }
            return sizes;
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    private void lookUp(Database database, List<Subject> finders, int round) {
        // The same for everybody, and the same in every run
        int[] numbers = new Random(round).ints(LOOKUPS, 0, plan.rows()).toArray();
        for (Subject subject : finders) {
            Stopwatch time = subject.lookUp(numbers);
            add(round, new SearchCell(database.name(), Operation.lookup, subject.contestant()), time, LOOKUPS);
        }
    }

    private void insert(Database database, List<Subject> subjects, int round) throws Exception {
        for (Subject subject : subjects) {
            Stopwatch time = subject.insert(INSERTS);
            add(round, new SearchCell(database.name(), Operation.insert, subject.contestant()), time, INSERTS);
        }
    }

    private void add(int round, SearchCell cell, Stopwatch time, int operations) {
        if (round >= 0) {
            wall.add(round, cell, time.wallMicros() / operations);
            cpu.add(round, cell, time.cpuMicros() / operations);
        }
    }

    private void step(Database database, Operation operation, int round) {
        progress.step(database.name() + ", " + operation + (round < 0 ? ": warm-up" : ": round " + (round + 1)));
    }
}
