package io.columnseal.reencrypt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pages that other threads are at work on. They come out in the order in which they went in, so that whoever takes one
 * knows that all before it are done. Not for many threads.
 */
final class PagesUnderWay<R> implements AutoCloseable {

    private static final long MEANWHILE_MILLIS = 200;

    private final Deque<CompletableFuture<R>> pages = new ArrayDeque<>();
    private final int limit;
    private final Runnable meanwhile;

    /**
     * @param limit above which no more are to be added
     * @param meanwhile done every now and then by whoever waits for a page: others may wait for the KMS, for minutes
     */
    PagesUnderWay(int limit, Runnable meanwhile) {
        this.limit = limit;
        this.meanwhile = meanwhile;
    }

    void add(CompletableFuture<R> page) {
        pages.add(page);
    }

    boolean isFull() {
        return pages.size() >= limit;
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** Whether the next one can be taken without waiting. */
    boolean isNextDone() {
        CompletableFuture<R> next = pages.peek();
        return next != null && next.isDone();
    }

    /** Waits for the next page; throws what its work threw. An interrupt does not end the wait. */
    R take() {
        CompletableFuture<R> page = pages.remove();
        attend(page);
        try {
            return page.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void attend(CompletableFuture<R> page) {
        while (!page.isDone() && !Thread.currentThread().isInterrupted()) {
            try {
                page.get(MEANWHILE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                meanwhile.run();
            } catch (InterruptedException e) {
                // Also now: those who work look whether they are to stop
                Thread.currentThread().interrupt();
                meanwhile.run();
            } catch (ExecutionException | CancellationException e) {
                return;
            }
        }
    }

    /** Waits for what is left, whatever becomes of it: nothing is written after a run has returned. */
    @Override
    public void close() {
        for (CompletableFuture<R> page : pages) {
            page.exceptionally(failure -> null).join();
        }
    }
}
