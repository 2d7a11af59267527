package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.ClinicTables.SSN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** An application at work: threads that update random rows, each its own, and remember what they wrote last. */
final class RandomWriters implements AutoCloseable {

    private final Clinic clinic;
    private final ClinicTables tables;
    private final int rows;
    private final int writers;
    private final Map<Integer, String> lastWrites = new ConcurrentHashMap<>();
    private final Semaphore writes = new Semaphore(0);
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopped;

    /** @param writers how many threads, each of which takes a connection */
    RandomWriters(Clinic clinic, ClinicTables tables, int rows, int writers) {
        this.clinic = clinic;
        this.tables = tables;
        this.rows = rows;
        this.writers = writers;
        this.threads = Executors.newFixedThreadPool(writers);
        for (int thread = 0; thread < writers; thread++) {
            int first = thread;
            running.add(threads.submit(() -> write(first)));
        }
    }

    private void write(int first) {
        Random random = new Random(first);
        for (int n = 0; !stopped; n++) {
            int id = random.nextInt(rows / writers) * writers + first;
            String value = "write " + n + " of thread " + first;
            String tenant = id % 2 == 0 ? Clinic.NORTH : Clinic.SOUTH;
            tables.update("update patient set ssn = ? where id = ?", clinic.seal(SSN, tenant, value), (long) id);
            lastWrites.put(id, value);
            writes.release();
        }
    }

    void awaitWrites(int count) throws InterruptedException {
        writes.acquire(count);
    }

    /** How many writes were made, but for those that were waited for. */
    int writes() {
        return writes.availablePermits();
    }

    /** Returns when no write is on its way any more. */
    void stop() throws InterruptedException, ExecutionException {
        stopped = true;
        for (Future<?> writer : running) {
            writer.get();
        }
    }

    String lastWrite(int id, String unwritten) {
        return lastWrites.getOrDefault(id, unwritten);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
    }
}
