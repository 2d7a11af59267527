package io.columnseal.benchmarks.orm;

/**
 * One thing to be measured.
 *
 * @param database name of the {@link io.columnseal.benchmarks.database.Database}
 * @param operation which is timed
 * @param contestant who does it
 */
record OrmCell(String database, Operation operation, Contestant contestant) {

    /** What is timed. */
    enum Operation {
        insert,
        load,
        update
    }

    OrmCell of(Contestant contestant) {
        return new OrmCell(database, operation, contestant);
    }
}
