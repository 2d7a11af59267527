package io.columnseal.key;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of a {@link KeyRing} for keys that are loaded in the background. Where the JDK has virtual threads that give way
 * wherever they wait, each load has one, and none queues behind those of a KEK that does not answer.
 */
final class LoadingThreads {

    /** A page of 500 cold keys at 20 ms each takes 180 ms with this many, and 10 s with one. */
    private static final int MAX_THREADS = 64;

    private static final int IDLE_SECONDS = 10;
    private static final String NAME = "columnseal-keys-";

    /** From here on (JEP 491) one that waits in a driver's synchronized block does not hold its processor up. */
    private static final int FIRST_UNPINNED_JDK = 24;

    private LoadingThreads() {}

    static ExecutorService create() {
        return Runtime.version().feature() >= FIRST_UNPINNED_JDK ? virtual() : platform();
    }

    static ExecutorService platform() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, NAME + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** By reflection, since this library is compiled for Java 17: Thread.ofVirtual().name(NAME, 1).factory() */
    private static ExecutorService virtual() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object named = builder.getMethod("name", String.class, long.class)
                    .invoke(Thread.class.getMethod("ofVirtual").invoke(null), NAME, 1L);
            ThreadFactory factory = (ThreadFactory) builder.getMethod("factory").invoke(named);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            return platform();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("virtual threads cannot be made", e.getCause());
        }
    }
}
