package io.columnseal.reencrypt;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.JdbcDataKeyStore;
import java.time.Duration;

/**
 * A JVM of {@link ClusterKillTest}: takes part in a run, says so after each page on its standard output, and in the end what
 * it moved.
 */
final class ClusterNode {

    static final String PAGE = "page";
    static final String END = "end";

    private ClusterNode() {}

    public static void main(String[] arguments) {
        try (HikariDataSource pool = pool(arguments[0]);
                HikariDataSource keyPool = pool(arguments[0]);
                Clinic clinic = new Clinic(JdbcDataKeyStore.on(keyPool).withTablePrefix(arguments[1]))) {
            ReencryptionReport report = ClusterKillTest.run(
                            clinic, pool, JdbcRunStore.on(keyPool).withTablePrefix(arguments[1]))
                    .rowsPerSecond(Long.parseLong(arguments[2]))
                    .lease(Duration.ofMillis(Long.parseLong(arguments[3])))
                    .listener(progress -> System.out.println(PAGE))
                    .share()
                    .orElse(null);
            System.out.println(
                    report == null
                            ? END + " 0 0 0"
                            : END + " " + report.rowsRead() + " " + report.reencrypted() + " " + report.conflicts());
        }
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(3);
        pool.setMinimumIdle(0);
        return pool;
    }
}
