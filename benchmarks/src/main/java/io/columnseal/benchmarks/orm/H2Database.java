package io.columnseal.benchmarks.orm;

/** H2 in this process's memory: its work is done by the calling thread. */
final class H2Database implements Database {

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String create(String database) {
        return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public void close() {}
}
