package io.columnseal.benchmarks.reencrypt;

import io.columnseal.FieldContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** An application whose threads write, so many times a second, while a throttled run moves values or while none does. */
final class WriteLatency {

    static final int ROWS_PER_SECOND = 2_000;
    static final int THREADS = 2;
    static final int WRITES_PER_SECOND = 200;

    private static final String WRITTEN = "history";
    private static final String TEXT = "history, written anew by the application in its own words...";

    private final SharedCharts charts;
    private final int rows;
    private final FieldContext context;

    WriteLatency(SharedCharts charts, int rows) {
        this.charts = charts;
        this.rows = rows;
        this.context = charts.context(WRITTEN);
    }

    /** Microseconds of each write, sorted, while nobody else is at work. */
    long[] alone(int seconds) throws Exception {
        charts.prepare();
        return write(seconds);
    }

    /** The same while a run moves values; it has counted what there is to do. */
    long[] besideRun(int seconds) throws Exception {
        charts.prepare();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        CountDownLatch moving = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        try {
            Future<?> run = thread.submit(() -> charts.unnamedRun()
                    .rowsPerSecond(ROWS_PER_SECOND)
                    .listener(progress -> moving.countDown())
                    .stopWhen(stop::get)
                    .run());
            while (!moving.await(1, TimeUnit.SECONDS)) {
                if (run.isDone()) {
                    run.get();
                    throw new IllegalStateException("the run found nothing to do");
                }
            }
            long[] micros = write(seconds);
            if (run.isDone()) {
                throw new IllegalStateException("the run ended before the writes did");
            }
            stop.set(true);
            run.get();
            return micros;
        } finally {
            stop.set(true);
            thread.shutdown();
        }
    }

    /** One of so many, for example the 99th of a hundred. */
    static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    private long[] write(int seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<long[]>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                writers.add(threads.submit(() -> write(random, seconds * WRITES_PER_SECOND)));
            }
            long[] all = new long[0];
            for (Future<long[]> writer : writers) {
                long[] micros = writer.get();
                all = Arrays.copyOf(all, all.length + micros.length);
                System.arraycopy(micros, 0, all, all.length - micros.length, micros.length);
            }
            Arrays.sort(all);
            return all;
        } finally {
            threads.shutdown();
        }
    }

    private long[] write(Random random, int writes) throws SQLException {
        long[] micros = new long[writes];
        long interval = TimeUnit.SECONDS.toNanos(1) / WRITES_PER_SECOND;
        long due = System.nanoTime();
        for (int i = 0; i < writes; i++) {
            boolean late = System.nanoTime() - due > 0;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            // A write that comes late because the one before took too long has waited since it was due
            long startedAt = late ? due : System.nanoTime();
            writeOnce(random.nextInt(rows));
            micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedAt);
            due += interval;
        }
        return micros;
    }

    private void writeOnce(int id) throws SQLException {
        byte[] sealed = charts.seal().fields().encrypt(context, TEXT.getBytes(StandardCharsets.UTF_8));
        try (Connection connection = charts.pool().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update chart set history = ? where id = ?")) {
            statement.setBytes(1, sealed);
            statement.setInt(2, id);
            statement.executeUpdate();
            connection.commit();
        }
    }
}
