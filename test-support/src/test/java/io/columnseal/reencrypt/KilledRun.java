package io.columnseal.reencrypt;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.JdbcDataKeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A JVM of {@link ReencryptionKillTest}: goes on with a run and, when it comes to a failpoint for the n-th time, says so on
 * its standard output and does nothing more, on whichever thread, until it is killed.
 */
final class KilledRun {

    static final String FAILPOINT = "at the failpoint";
    /** In place of a failpoint: says so as soon as the run has begun, and goes on until it is killed. */
    static final String ANYWHERE = "anywhere";

    static final String END = "at the end";

    private KilledRun() {}

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
                ReencryptionKillTest.run(
                                clinic,
                                FailpointDataSource.of(pool, "", hit),
                                JdbcRunStore.on(FailpointDataSource.of(runPool, "journal-", hit))
                                        .withTablePrefix(arguments[1]),
                                Integer.parseInt(arguments[2]))
                        .run();
            }
        }
        System.out.println(END);
    }
}
