package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Loads keys, each once however many threads ask for it at the same time, under no lock. Whoever asks says how many
 * renewals there were when it looked for the key in memory: what was renewed since is not unwrapped again. What happened
 * meanwhile is told when the load is over, so that whoever hears of it may use the key. Safe for use by many threads.
 */
final class KeyLoads {

    private final KeySource source;
    private final HeldKeys held;
    private final UnknownKeys unknown;
    private final SealListener listener;
    private final CoarseClock clock;
    private final Executor executor;
    private final SharedUnwraps unwraps;
    private final ConcurrentHashMap<KeyQuery, Flight> flights = new ConcurrentHashMap<>();

    /** @param patience how long a load waits for another one of the same key */
    KeyLoads(
            KeySource source,
            HeldKeys held,
            UnknownKeys unknown,
            SealListener listener,
            CoarseClock clock,
            Executor executor,
            Duration patience) {
        this.source = source;
        this.held = held;
        this.unknown = unknown;
        this.listener = listener;
        this.clock = clock;
        this.executor = executor;
        this.unwraps = new SharedUnwraps(held, patience);
    }

    /** The load of this kind that is under way, or a new one that the calling thread does before this returns. */
    CompletableFuture<UnwrappedKey> here(KeyQuery query, long seen) {
        Flight flight = new Flight();
        Flight other = flights.putIfAbsent(query, flight);
        if (other != null) {
            return other.joinable();
        }
        run(query, flight, seen);
        return flight;
    }

    /** The load of this kind that is under way, or a new one on another thread; on this one if there is no other. */
    CompletableFuture<UnwrappedKey> elsewhere(KeyQuery query, long seen) {
        Flight flight = new Flight();
        Flight other = flights.putIfAbsent(query, flight);
        if (other != null) {
            return other.joinable();
        }
        try {
            executor.execute(() -> run(query, flight, seen));
        } catch (RuntimeException | Error e) {
            // Refused, or an OutOfMemoryError, since the system gives no thread
            run(query, flight, seen);
        }
        return flight;
    }

    /** Starts a load on another thread that nobody waits for, unless one is under way. */
    void begin(KeyQuery query, long seen) {
        Flight flight = new Flight();
        if (flights.putIfAbsent(query, flight) == null) {
            try {
                executor.execute(() -> run(query, flight, seen));
            } catch (RuntimeException | Error e) {
                // The key serves on, and its next use tries again; but nobody may wait for this load
                end(query, flight, e);
            }
        }
    }

    /** What the loads under way have read of a tenant may be out of date. Called under the lock of the keys. */
    void overtake(String tenant) {
        flights.values().forEach(flight -> flight.overtakenTenants.add(tenant));
    }

    /** What the loads under way have read of a key may be out of date. Called under the lock of the keys. */
    void overtake(KeyId key) {
        flights.values().forEach(flight -> flight.overtakenKeys.add(key));
    }

    /** What the loads under way have read may be out of date. Called under the lock of the keys. */
    void overtakeAll() {
        flights.values().forEach(flight -> flight.overtaken = true);
    }

    private void run(KeyQuery query, Flight flight, long seen) {
        flight.owner = Thread.currentThread();
        try {
            loadAndTell(query, flight, seen);
        } catch (Throwable e) {
            // Memory ran out beside the load itself: nobody may wait for it any more
            end(query, flight, e);
            throw e;
        }
    }

    /** Nothing if the load has ended already. */
    private void end(KeyQuery query, Flight flight, Throwable error) {
        flights.remove(query, flight);
        flight.completeExceptionally(error);
    }

    private void loadAndTell(KeyQuery query, Flight flight, long seen) {
        long start = System.nanoTime();
        List<SealEvent> events = new ArrayList<>();
        UnwrappedKey key;
        try {
            key = load(query, flight, seen, events::add);
        } catch (Throwable e) {
            failed(query, flight, e, events);
            return;
        }
        flights.remove(query, flight);
        flight.complete(key);
        events.forEach(listener::on);
        listener.on(new SealEvent.KeyLoaded(key.id(), key.tenant(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private UnwrappedKey load(KeyQuery query, Flight flight, long seen, SealListener events) {
        while (true) {
            flight.begin();
            long loadedAt = clock.nanos();
            try (FoundKey found = query.find(source, events)) {
                UnwrappedKey key = unwraps.once(
                        query, found, seen, () -> held.hold(query.load(found, events), loadedAt, flight::isOvertaken));
                if (key != null) {
                    return key;
                }
            }
        }
    }

    private void failed(KeyQuery query, Flight flight, Throwable error, List<SealEvent> events) {
        KeyId asked = query.id();
        if (asked != null && error instanceof KeyNotFoundException) {
            unknown.notFound(asked);
        }
        if (!(error instanceof Retryable)) {
            // Denied, disabled, rejected, or something nobody expected: not served from memory any more.
            held.evict(query);
        }
        end(query, flight, error);
        events.forEach(listener::on);
        if (error instanceof ColumnSealException cause) {
            listener.on(new SealEvent.KeyLoadFailed(query.id(), query.tenant(), cause));
        }
    }

    /** What a load failed with, to be thrown by those who waited for it. */
    static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("a key could not be loaded", cause);
    }

    /** A load under way. */
    private static final class Flight extends CompletableFuture<UnwrappedKey> {
        private final Set<String> overtakenTenants = ConcurrentHashMap.newKeySet(1);
        private final Set<KeyId> overtakenKeys = ConcurrentHashMap.newKeySet(1);
        private volatile boolean overtaken;
        private volatile @Nullable Thread owner;

        /** What happened before a key is read, it is read with. */
        void begin() {
            overtakenTenants.clear();
            overtakenKeys.clear();
            overtaken = false;
        }

        /** Others' rotations and evictions do not count: with a thousand tenants there is always one. */
        boolean isOvertaken(KeyIdentity loaded) {
            return overtaken || overtakenTenants.contains(loaded.tenant()) || overtakenKeys.contains(loaded.id());
        }

        /** This, unless the calling thread would wait for itself: a KMS or a key store that seals with what it serves. */
        Flight joinable() {
            if (owner == Thread.currentThread() && !isDone()) {
                throw new IllegalStateException(
                        "a key was asked for while this thread loads it: the KMS or the key store must not seal or open"
                                + " values with the ColumnSeal that it serves");
            }
            return this;
        }
    }
}
