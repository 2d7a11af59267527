package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Fills the tables of one database and runs the rounds on them: in a round everybody moves every value of its table, one
 * right after the other, every other round in the opposite order.
 */
final class MoveRounds {

    private static final double MICROS_PER_SECOND = 1e6;

    private final Rounds<MoveCell> speed;
    private final MovePlan plan;
    private final Progress progress;

    /** @param speed takes rows per second */
    MoveRounds(Rounds<MoveCell> speed, MovePlan plan, Progress progress) {
        this.speed = speed;
        this.plan = plan;
        this.progress = progress;
    }

    void run(Database database) throws SQLException {
        List<ChartTable> tables = new ArrayList<>();
        try {
            for (Mover mover : plan.movers()) {
                progress.note(database.name() + ": filling " + plan.rows() + " rows: " + mover.title());
                tables.add(new ChartTable(mover, database, plan.rows()));
            }
            for (int round = -plan.warmUps(); round < plan.rounds(); round++) {
                progress.step(database.name() + (round < 0 ? ": warm-up" : ": round " + (round + 1)));
                for (ChartTable table : tables) {
                    table.prepare();
                    double seconds = table.move().wallMicros() / MICROS_PER_SECOND;
                    if (round >= 0) {
                        speed.add(round, new MoveCell(database.name(), table.mover()), plan.rows() / seconds);
                    }
                }
                Collections.reverse(tables);
            }
        } finally {
            tables.forEach(ChartTable::close);
        }
    }
}
