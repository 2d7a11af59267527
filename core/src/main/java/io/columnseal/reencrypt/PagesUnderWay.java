package io.columnseal.reencrypt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Pages that other threads are at work on. They come out in the order in which they went in, so that whoever takes one
 * knows that all before it are done. Not for many threads.
 */
final class PagesUnderWay<R> implements AutoCloseable {

    private final Deque<CompletableFuture<R>> pages = new ArrayDeque<>();
    private final int limit;

    /** @param limit above which no more are to be added */
    PagesUnderWay(int limit) {
        this.limit = limit;
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
        try {
            return pages.remove().join();
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

    /** Waits for what is left, whatever becomes of it: nothing is written after a run has returned. */
    @Override
    public void close() {
        for (CompletableFuture<R> page : pages) {
            page.exceptionally(failure -> null).join();
        }
    }
}
