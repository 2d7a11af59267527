package io.columnseal.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.DatabaseMetaData;
import org.hibernate.SessionFactory;

/** Connections to the database of a factory, as a maintenance job would have them. */
final class FactoryDatabase {

    private FactoryDatabase() {}

    static HikariDataSource open(SessionFactory factory) {
        HikariDataSource dataSource = new HikariDataSource();
        factory.inSession(session -> session.doWork(connection -> {
            DatabaseMetaData database = connection.getMetaData();
            dataSource.setJdbcUrl(database.getURL());
            dataSource.setUsername(database.getUserName().replaceAll("@.*", ""));
        }));
        dataSource.setMaximumPoolSize(1);
        return dataSource;
    }
}
