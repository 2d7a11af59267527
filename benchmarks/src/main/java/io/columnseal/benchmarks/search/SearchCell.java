package io.columnseal.benchmarks.search;

/**
 * One thing to be measured on a database.
 *
 * @param database name of the {@link io.columnseal.benchmarks.database.Database}
 * @param operation which is timed
 * @param contestant who does it
 */
record SearchCell(String database, Operation operation, Contestant contestant) {

    /** What is timed. */
    enum Operation {
        lookup,
        insert
    }

    SearchCell of(Contestant contestant) {
        return new SearchCell(database, operation, contestant);
    }
}
