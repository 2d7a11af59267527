package io.columnseal.benchmarks.database;

/** H2 in this process's memory: its work is done by the calling thread. */
public final class H2Database implements Database {

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String create(String database) {
        return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public String bulk(String url) {
        return url;
    }

    @Override
    public void close() {}
}
