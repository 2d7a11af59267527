package io.columnseal.key;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The seals under one key that the store has counted for this node and that were not made yet. Counted in blocks, each
 * before it is used, so that the stored count is never behind; another one is counted in the background while half of the
 * last is left. Lock-free but for that; safe for use by many threads.
 */
final class SealBudget {

    /** Most keys seal little, and every process that is killed loses what it has left. */
    static final long FIRST_BLOCK = 1 << 12;

    /** A 32nd of the seals after which a key is replaced: so much at most is lost when one is killed, and half as much more. */
    static final long LARGEST_BLOCK = 1 << 26;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Reservation reservation;
    private final Executor executor;
    private final CoarseClock clock;
    private final Duration hardLimit;
    private final AtomicLong left = new AtomicLong();
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> reserving = new AtomicReference<>();

    /** Below it, another block is counted. */
    private volatile long low;

    /** How often this process may have been copied; guarded by this. */
    private int copies;

    /** When the first block was counted, and the last one; for the one that counts. */
    private long firstAt;

    private long countedAt;

    /** What the store had counted with the last block. */
    private volatile long total;

    /** Has the store count seals. */
    @FunctionalInterface
    interface Reservation {

        /** @return what was counted, none if nothing may be sealed under the key any more */
        CountedSeals of(long seals);
    }

    /**
     * @param executor where blocks are counted ahead
     * @param hardLimit how long the store may be out of reach: half a block is to last as long
     */
    SealBudget(Reservation reservation, Executor executor, CoarseClock clock, Duration hardLimit) {
        this.reservation = reservation;
        this.executor = executor;
        this.clock = clock;
        this.hardLimit = hardLimit;
    }

    /**
     * Gives up what is left, which a copy of this process may spend as well: another block is counted before the next seal.
     */
    synchronized void giveUp() {
        copies++;
        left.set(0);
        // What is given up was not spent: no reason to count more at once
        low = 0;
    }

    /** Unless this process may have been copied meanwhile: then the block is nobody's, and the next one the first. */
    private synchronized void add(CountedSeals counted, int copiesBefore, long now) {
        if (copies == copiesBefore) {
            firstAt = low == 0 ? now : firstAt;
            countedAt = now;
            low = counted.seals() / 2;
            // Before anybody may take them, and give them back
            total = counted.total();
            left.addAndGet(counted.seals());
        }
    }

    private synchronized int copies() {
        return copies;
    }

    /**
     * Takes seals out of the budget.
     *
     * @return so many as wanted or fewer; none if it is spent: {@link #refill()} it
     */
    int take(int wanted) {
        long seen = left.get();
        int granted = (int) Math.min(wanted, seen);
        while (granted > 0 && !left.compareAndSet(seen, seen - granted)) {
            seen = left.get();
            granted = (int) Math.min(wanted, seen);
        }
        if (granted > 0 && seen - granted < low) {
            refillAhead();
        }
        return granted;
    }

    /**
     * Waits until another block is counted.
     *
     * @return false if nothing may be sealed under the key any more
     * @throws io.columnseal.ColumnSealException if the store does not answer, or the key is used up and not replaced
     */
    boolean refill() {
        CompletableFuture<Boolean> flight = new CompletableFuture<>();
        CompletableFuture<Boolean> other = reserving.compareAndExchange(null, flight);
        if (other == null) {
            // Here: there may be no other thread left
            count(flight);
        }
        try {
            return (other == null ? flight : other).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("seals could not be counted", e.getCause());
        } catch (TimeoutException e) {
            throw new KeyStoreUnavailableException("count seals ahead in time", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyStoreUnavailableException("count seals ahead: the thread was interrupted", null);
        }
    }

    /** If it fails, the next one tries again, or whoever finds the budget spent is told. */
    private void refillAhead() {
        CompletableFuture<Boolean> flight = new CompletableFuture<>();
        if (reserving.compareAndSet(null, flight)) {
            try {
                executor.execute(() -> count(flight));
            } catch (RuntimeException | Error e) {
                // The ring is closed, or the system gives no thread
                reserving.set(null);
                flight.completeExceptionally(e);
            }
        }
    }

    private void count(CompletableFuture<Boolean> flight) {
        try {
            long now = clock.nanos();
            long block = nextBlock(now);
            int copiesBefore = copies();
            CountedSeals counted = reservation.of(block);
            if (counted.seals() > 0) {
                add(counted, copiesBefore, now);
            }
            reserving.set(null);
            flight.complete(counted.seals() > 0);
        } catch (Throwable e) {
            // Not again at every seal while the store does not answer
            low = left.get() / 2;
            reserving.set(null);
            flight.completeExceptionally(e);
        }
    }

    /**
     * Ends the budget: whoever seals on has seals counted anew.
     *
     * @return what was counted and will not be made
     */
    CountedSeals end() {
        return new CountedSeals(left.getAndSet(0), total);
    }

    /**
     * At the rate at which half of the last block was spent, half of this one lasts for the hard limit, or as long as this
     * node has sealed so far if that is less: one that is killed loses no more than some times what it has sealed.
     */
    private long nextBlock(long now) {
        if (low == 0) {
            return FIRST_BLOCK;
        }
        long step = CoarseClock.STEP.toNanos();
        double ahead = Math.max(step, Math.min(hardLimit.toNanos(), now - firstAt));
        double halves = ahead / Math.max(step, now - countedAt);
        return (long) Math.min(LARGEST_BLOCK, Math.max(FIRST_BLOCK, low * halves * 2));
    }
}
