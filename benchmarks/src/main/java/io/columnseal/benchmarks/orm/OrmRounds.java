package io.columnseal.benchmarks.orm;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.orm.OrmCell.Operation;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Spread;
import io.columnseal.benchmarks.report.Stopwatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs the rounds on one database. In a round each operation is done by everybody, one right after the other, every
 * other round in the opposite order; the tables are emptied before it.
 */
final class OrmRounds {

    private static final int ROWS = 2000;
    private static final int LOADS = 3;

    private final Rounds<OrmCell> wall;
    private final Rounds<OrmCell> cpu;

    /**
     * @param wall takes microseconds per row
     * @param cpu takes microseconds of the calling thread per row
     */
    OrmRounds(Rounds<OrmCell> wall, Rounds<OrmCell> cpu) {
        this.wall = wall;
        this.cpu = cpu;
    }

    void run(Database database, List<Contestant> contestants, int warmUps, int rounds, Progress progress)
            throws Exception {
        List<Subject> subjects = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                subjects.add(new Subject(contestant, database));
            }
            for (int round = -warmUps; round < rounds; round++) {
                progress.step(database.name() + (round < 0 ? ": warm-up" : ": round " + (round + 1)));
                measure(database, subjects, round);
                Collections.reverse(subjects);
            }
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    private void measure(Database database, List<Subject> subjects, int round) throws Exception {
        subjects.forEach(Subject::clear);
        for (Operation operation : Operation.values()) {
            for (Subject subject : subjects) {
                List<Double> wallMicros = new ArrayList<>();
                List<Double> cpuMicros = new ArrayList<>();
                // Loading is short and changes nothing: the middle one of several is steadier
                for (int i = 0; i < (operation == Operation.load ? LOADS : 1); i++) {
                    Stopwatch time = switch (operation) {
                        case insert -> subject.insert(ROWS);
                        case load -> subject.load(ROWS);
                        case update -> subject.update(ROWS);
                    };
                    wallMicros.add(time.wallMicros() / ROWS);
                    cpuMicros.add(time.cpuMicros() / ROWS);
                }
                if (round >= 0) {
                    OrmCell cell = new OrmCell(database.name(), operation, subject.contestant());
                    wall.add(round, cell, Spread.median(wallMicros));
                    cpu.add(round, cell, Spread.median(cpuMicros));
                }
            }
        }
    }
}
