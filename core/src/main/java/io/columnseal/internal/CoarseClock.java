package io.columnseal.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time since its start, in steps: reading it costs a volatile read, a fifteenth of {@link System#nanoTime()}, and keys
 * are looked up once for every value. One daemon thread moves it, and tells when the system's wall clock jumped.
 *
 * <p>What the wall clock jumps ahead counts as time that has passed: a process that was paused may find its monotonic clock
 * where it stood, and keys must not serve longer for it. That takes effect when the wall clock is set, and never if it is
 * only slewed to the present. A wall clock that is set back, and right again later, ages keys by as much: they are loaded
 * anew. Safe for use by many threads.
 */
public final class CoarseClock implements AutoCloseable {

    /** How far the clock may lag behind. */
    public static final Duration STEP = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(CoarseClock.class);

    private final @Nullable Thread thread;
    private final long origin = System.nanoTime();
    private final ClockJumps jumps;

    /** Of a standing clock; guarded by this. */
    private long wallMillis;

    /** Of a standing clock; guarded by this. */
    private long steadyNanos;

    /** What the wall clock jumped ahead so far; for the thread that moves the clock. */
    private long pausedNanos;

    /** A jump that was not dealt with yet; for the thread that moves the clock. */
    private boolean jumped;

    /** Whether it was told that a jump could not be dealt with; for the thread that moves the clock. */
    private boolean warned;

    private volatile long nanos;
    private volatile Runnable onJump = () -> {};
    private volatile boolean closed;

    private CoarseClock(boolean runs) {
        this.jumps = new ClockJumps(runs ? System.currentTimeMillis() : 0, 0);
        this.thread = runs ? new Thread(this::run, "columnseal-clock") : null;
    }

    /** A clock that follows the system's until it is closed. */
    public static CoarseClock start() {
        CoarseClock clock = new CoarseClock(true);
        if (clock.thread != null) {
            clock.thread.setDaemon(true);
            clock.thread.start();
        }
        return clock;
    }

    /** A clock that stands still until it is {@linkplain #advance(Duration) moved}. */
    public static CoarseClock standing() {
        return new CoarseClock(false);
    }

    /**
     * Runs an action on the clock's thread, a step late at most, whenever the wall clock jumped: perhaps this process is
     * a copy that was restored from a snapshot. In place of the action given before.
     *
     * @param action does not block
     */
    public void onJump(Runnable action) {
        onJump = action;
    }

    /** Nanoseconds since this clock was made, jumps ahead included. Never goes back. */
    public long nanos() {
        return nanos;
    }

    /** Moves a standing clock. */
    public synchronized void advance(Duration step) {
        requireStanding();
        wallMillis += step.toMillis();
        steadyNanos += step.toNanos();
        move(steadyNanos, wallMillis);
    }

    /** Moves a standing clock's wall clock alone. */
    public synchronized void jump(Duration step) {
        requireStanding();
        wallMillis += step.toMillis();
        move(steadyNanos, wallMillis);
    }

    /** Lets the calling thread wait, or, if this clock stands, moves it. Ends early if the thread is interrupted. */
    public void sleep(Duration time) {
        if (thread == null) {
            advance(time);
            return;
        }
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Stops the clock; it stands still from then on. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, STEP.toNanos());
            move(System.nanoTime() - origin, System.currentTimeMillis());
        }
    }

    private void requireStanding() {
        if (thread != null) {
            throw new IllegalStateException("this clock follows the system's");
        }
    }

    /** Throws nothing: were the clock to stop, every key in memory would serve for ever. */
    private void move(long steadyNow, long wallMillisNow) {
        long jump = jumps.jumpMillis(wallMillisNow, steadyNow);
        pausedNanos += TimeUnit.MILLISECONDS.toNanos(Math.max(0, jump));
        nanos = steadyNow + pausedNanos;
        jumped |= jump != 0;
        if (jumped) {
            tellOfJump();
        }
    }

    private void tellOfJump() {
        try {
            onJump.run();
            jumped = false;
            warned = false;
        } catch (Throwable e) {
            // Memory may be short for a moment; the next step tries again
            if (!warned) {
                warned = true;
                warn(e);
            }
        }
    }

    private static void warn(Throwable e) {
        try {
            LOG.warn("What a jump of the wall clock calls for failed: {}", e.getClass());
        } catch (Throwable none) {
            // Not even for a word, or the application's appenders fail
        }
    }
}
