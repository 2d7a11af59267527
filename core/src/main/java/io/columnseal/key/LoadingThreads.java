package io.columnseal.key;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of a {@link KeyRing}, started when keys are loaded in the background and ended soon after. */
final class LoadingThreads {

    /** A page of 500 cold keys at 20 ms each takes 180 ms with this many, and 10 s with one. */
    private static final int MAX_THREADS = 64;

    private static final int IDLE_SECONDS = 10;

    private LoadingThreads() {}

    static ThreadPoolExecutor create() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "columnseal-keys-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
