package io.columnseal.benchmarks.reencrypt;

/**
 * One thing to be measured.
 *
 * @param database name of the {@link io.columnseal.benchmarks.database.Database}
 * @param mover who moves its table
 */
record MoveCell(String database, Mover mover) {

    MoveCell of(Mover other) {
        return new MoveCell(database, other);
    }
}
