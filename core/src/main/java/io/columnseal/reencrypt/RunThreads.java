package io.columnseal.reencrypt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** The threads of a run beside its own, which reads: some seal, some write. */
final class RunThreads implements AutoCloseable {

    private final int parallelism;
    private final ExecutorService sealing;
    private final ExecutorService writing;

    /** @param parallelism how many seal, and how many write */
    RunThreads(int parallelism) {
        this.parallelism = parallelism;
        this.sealing = threads("columnseal-seal-", parallelism);
        this.writing = threads("columnseal-write-", parallelism);
    }

    private static ExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Pages that keep all of them busy: one at each thread, and one that waits for each kind. */
    int pages() {
        return 2 * parallelism + 2;
    }

    /** Has a page sealed, then written. */
    <M, R> CompletableFuture<R> work(Supplier<M> seal, Function<M, R> write) {
        return CompletableFuture.supplyAsync(seal, sealing).thenApplyAsync(write, writing);
    }

    /**
     * Has something done that may take long, while the calling thread waits. An interrupt does not end the wait.
     *
     * @param meanwhile done on the calling thread, every now and then
     */
    <R> R attended(Supplier<R> work, Runnable meanwhile) {
        try (PagesUnderWay<R> underWay = new PagesUnderWay<>(1, meanwhile)) {
            underWay.add(CompletableFuture.supplyAsync(work, sealing));
            return underWay.take();
        }
    }

    /** Ends them, once nothing is under way. */
    @Override
    public void close() {
        sealing.shutdown();
        writing.shutdown();
    }
}
