package io.columnseal.key;

import io.columnseal.KeyLoadTimeoutException;
import io.columnseal.Retryable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a key unwrapped once for those who found it as their tenant's active one and those who found it by its id at the
 * same time. Holds no lock meanwhile; safe for use by many threads.
 */
final class SharedUnwraps {

    private final HeldKeys held;
    private final Duration patience;
    private final ConcurrentHashMap<KeyId, CompletableFuture<@Nullable UnwrappedKey>> underWay =
            new ConcurrentHashMap<>();

    /** @param patience how long one who found the key waits for another one who did */
    SharedUnwraps(HeldKeys held, Duration patience) {
        this.held = held;
        this.patience = patience;
    }

    /**
     * Unwraps a key that was found, unless somebody else does, or has done so since.
     *
     * @param seen how many renewals there were when the key was looked for in memory
     * @param unwrap unwraps and holds it
     * @return the key in memory, null if what was found is out of date
     */
    @Nullable UnwrappedKey once(KeyQuery query, FoundKey found, long seen, Supplier<@Nullable UnwrappedKey> unwrap) {
        KeyId id = found.identity().id();
        CompletableFuture<@Nullable UnwrappedKey> own = new CompletableFuture<>();
        CompletableFuture<@Nullable UnwrappedKey> other = underWay.putIfAbsent(id, own);
        if (other != null) {
            UnwrappedKey shared;
            try {
                shared = await(id, other);
            } catch (RuntimeException e) {
                if (e instanceof Retryable) {
                    throw e;
                }
                // The other one may have wanted more of the key: one whose row was edited still opens, and seals no
                // more
                return unwrap.get();
            }
            // What the other one found may have said less of the key
            return shared == null || query.isAnsweredBy(shared) ? shared : unwrap.get();
        }
        try {
            UnwrappedKey renewed = renewedSince(found, seen);
            UnwrappedKey key = renewed == null ? unwrap.get() : renewed;
            own.complete(key);
            return key;
        } catch (Throwable e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(id, own);
        }
    }

    /** The key, if it was held or renewed since, and as what it was found. */
    private @Nullable UnwrappedKey renewedSince(FoundKey found, long seen) {
        UnwrappedKey key = held.byId(found.identity().id());
        boolean renewed =
                key != null && key.lease().renewal() > seen && key.lease().isActive() == found.seals();
        return renewed ? key : null;
    }

    private @Nullable UnwrappedKey await(KeyId id, CompletableFuture<@Nullable UnwrappedKey> other) {
        try {
            return other.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new KeyLoadTimeoutException("data key " + id, id, "nothing came within " + patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyLoadTimeoutException("data key " + id, id, "the thread was interrupted");
        } catch (ExecutionException e) {
            throw KeyLoads.rethrown(e.getCause());
        }
    }
}
