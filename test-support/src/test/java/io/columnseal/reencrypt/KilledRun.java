package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.JdbcDataKeyStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A JVM of {@link ReencryptionKillTest} or {@link IndexRebuildKillTest}: goes on with a run and, when it comes to a failpoint
 * for the n-th time, says so on its standard output and does nothing more, on whichever thread, until it is killed.
 */
final class KilledRun {

    static final String FAILPOINT = "at the failpoint";
    /** In place of a failpoint: says so as soon as the run has begun, and goes on until it is killed. */
    static final String ANYWHERE = "anywhere";

    static final String END = "at the end";

    /** What is run. */
    enum Work {
        REENCRYPTION,
        INDEX_REBUILD
    }

    private KilledRun() {}

    /**
     * Starts one in a process of its own, and kills it at the failpoint.
     *
     * @param prefix of the key tables
     * @param times how often it passes the failpoint before
     * @param afterwards how long it goes on then
     */
    static void kill(
            Work work, DataSource server, String prefix, int pageSize, String failpoint, int times, Duration afterwards)
            throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        url(server),
                        prefix,
                        String.valueOf(pageSize),
                        failpoint,
                        String.valueOf(times),
                        work.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(lastLine(process)).as("%s, time %d", failpoint, times).isEqualTo(FAILPOINT);
            process.waitFor(afterwards.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** What else the process prints is logged by it. */
    private static String lastLine(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals(FAILPOINT) && !line.equals(END)) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    private static String url(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    public static void main(String[] arguments) {
        String failpoint = arguments[3];
        int times = Integer.parseInt(arguments[4]);
        AtomicInteger hits = new AtomicInteger();
        Consumer<String> hit = name -> {
            if (failpoint.equals(ANYWHERE)) {
                if (hits.incrementAndGet() == 1) {
                    System.out.println(FAILPOINT);
                }
            } else if (name.equals(failpoint) && hits.incrementAndGet() == times) {
                System.out.println(FAILPOINT);
                while (true) {
                    LockSupport.park();
                }
            }
        };
        try (HikariDataSource pool = new HikariDataSource();
                HikariDataSource runPool = new HikariDataSource();
                HikariDataSource keyPool = new HikariDataSource()) {
            for (HikariDataSource each : List.of(pool, runPool, keyPool)) {
                each.setJdbcUrl(arguments[0]);
                each.setUsername("postgres");
                each.setMaximumPoolSize(3);
                each.setMinimumIdle(0);
            }
            try (Clinic clinic = new Clinic(JdbcDataKeyStore.on(keyPool).withTablePrefix(arguments[1]))) {
                DataSource rows = FailpointDataSource.of(pool, "", hit);
                int pageSize = Integer.parseInt(arguments[2]);
                if (Work.valueOf(arguments[5]) == Work.INDEX_REBUILD) {
                    IndexRebuildKillTest.rebuild(clinic, rows, pageSize).run();
                } else {
                    JdbcRunStore runs = JdbcRunStore.on(FailpointDataSource.of(runPool, "journal-", hit))
                            .withTablePrefix(arguments[1]);
                    ReencryptionKillTest.run(clinic, rows, runs, pageSize).run();
                }
            }
        }
        System.out.println(END);
    }
}
