package io.columnseal.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds calls until it is opened, so that a test meets threads in the middle of something. Closing opens it. */
public final class Gate implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch open = new CountDownLatch(1);
    private final Semaphore arrived = new Semaphore(0);

    Gate() {}

    /** Returns when this many more calls have arrived; fails after a minute. */
    public void awaitCalls(int calls) {
        try {
            if (!arrived.tryAcquire(calls, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("fewer than " + calls + " calls arrived at the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at the gate", e);
        }
    }

    /** Lets all calls pass, now and later. */
    public void open() {
        open.countDown();
    }

    @Override
    public void close() {
        open();
    }

    void pass() {
        arrived.release();
        try {
            if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at the gate", e);
        }
    }
}
