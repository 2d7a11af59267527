package io.columnseal.test;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** H2 databases in memory, each a new one. */
final class H2Database {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private H2Database() {}

    static DataSource dataSource() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:mem:columnseal" + COUNTER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }
}
