package io.columnseal.reencrypt;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.JdbcDataKeyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A JVM of {@link KillableRun}: waits for a line on its standard input, goes on with a run and, when it comes to a failpoint
 * for the n-th time, says so on its standard output and does nothing more, on whichever thread, until it is killed.
 */
final class KilledRun {

    static final String FAILPOINT = "at the failpoint";
    /** In place of a failpoint: says so as soon as the run has begun, and goes on until it is killed. */
    static final String ANYWHERE = "anywhere";

    static final String END = "at the end";

    private KilledRun() {}

    /** What is run. */
    enum Work {
        REENCRYPTION,
        INDEX_REBUILD
    }

    /** Name by which the database tells the sessions of this process from others. */
    static String sessions(long process) {
        return "killed-run-" + process;
    }

    public static void main(String[] arguments) throws IOException {
        String url = arguments[0];
        String prefix = arguments[1];
        int pageSize = Integer.parseInt(arguments[2]);
        Consumer<String> hit = failpoint(arguments[3], Integer.parseInt(arguments[4]));
        Work work = Work.valueOf(arguments[5]);
        SealCount seals = new SealCount(Path.of(arguments[6]));
        try (HikariDataSource pool = pool(url);
                HikariDataSource runPool = pool(url);
                HikariDataSource keyPool = pool(url);
                Clinic clinic = new Clinic(JdbcDataKeyStore.on(keyPool).withTablePrefix(prefix))) {
            if (System.in.read() < 0) {
                return;
            }
            DataSource watched = FailpointDataSource.of(pool, "", hit);
            if (work == Work.INDEX_REBUILD) {
                IndexRebuildKillTest.rebuild(clinic, watched, pageSize).run();
            } else {
                reencryption(clinic, watched, seals)
                        .rememberedIn(
                                JdbcRunStore.on(FailpointDataSource.of(runPool, "journal-", hit))
                                        .withTablePrefix(prefix),
                                ReencryptionKillTest.RUN)
                        .timing(RunTime.SYSTEM, Duration.ZERO)
                        .pageSize(pageSize)
                        .run();
            }
        }
        System.out.println(END);
    }

    private static Reencryption reencryption(Clinic clinic, DataSource watched, SealCount seals) {
        return new Reencryption(
                seals.of(clinic.seal().fields()),
                clinic.keyStore(),
                row -> true,
                tenant -> {},
                watched,
                ReencryptionKillTest.COLUMNS);
    }

    private static Consumer<String> failpoint(String failpoint, int times) {
        AtomicInteger hits = new AtomicInteger();
        return name -> {
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
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.addDataSourceProperty(
                "ApplicationName", sessions(ProcessHandle.current().pid()));
        pool.setMaximumPoolSize(3);
        pool.setMinimumIdle(0);
        return pool;
    }
}
