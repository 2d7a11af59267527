package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.crypto.Nonces;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys in memory, by id, and which of them are active. Whatever the reason a key is no longer held, it is wiped.
 * Nothing here blocks; safe for use by many threads.
 */
final class HeldKeys {

    private final KeyRingSettings settings;
    private final Nonces nonces;
    private final Function<KeyIdentity, SealBudget> budgets;
    private final Consumer<UnwrappedKey> onEvicted;
    private final Cache<KeyId, UnwrappedKey> byId;
    private final ConcurrentHashMap<KeyQuery.Active, UnwrappedKey> active = new ConcurrentHashMap<>();
    private boolean closed;

    /** How often a key was held or renewed; written under the lock. */
    private volatile long renewals;

    /** @param onEvicted told of every key that was wiped; called under locks of the cache */
    HeldKeys(
            KeyRingSettings settings,
            CoarseClock clock,
            Nonces nonces,
            Function<KeyIdentity, SealBudget> budgets,
            Consumer<UnwrappedKey> onEvicted) {
        this.settings = settings;
        this.nonces = nonces;
        this.budgets = budgets;
        this.onEvicted = onEvicted;
        this.byId = Caffeine.newBuilder()
                .maximumSize(settings.maximumSize())
                .expireAfterWrite(settings.hardLimit())
                .ticker(clock::nanos)
                .scheduler(HeldKeys::timer)
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    @Nullable UnwrappedKey byId(KeyId id) {
        return byId.getIfPresent(id);
    }

    /** How often keys were held or renewed so far. A key whose renewal is a later one was renewed since. */
    long renewals() {
        return renewals;
    }

    /** The active key; also tells the cache that it is in use. */
    @Nullable UnwrappedKey active(KeyQuery.Active query) {
        UnwrappedKey key = active.get(query);
        return key == null ? null : byId.getIfPresent(key.id());
    }

    /**
     * Holds a key that was just loaded, or renews the lease of the same key that is already held.
     *
     * @param loaded taken over, or wiped
     * @param loadedAt when its loading began
     * @param overtaken whether something happened to the loaded key or its tenant since then
     * @return the key to use, null if the loaded one was overtaken
     */
    synchronized @Nullable UnwrappedKey hold(LoadedKey loaded, long loadedAt, Predicate<KeyIdentity> overtaken) {
        requireOpen(loaded);
        if (overtaken.test(loaded.identity())) {
            loaded.wipe();
            return null;
        }
        UnwrappedKey key = byId.asMap().compute(loaded.identity().id(), (id, held) -> {
            if (held != null && held.hasBytesOf(loaded)) {
                loaded.wipe();
                held.update(loaded);
                return held;
            }
            return new UnwrappedKey(loaded, new KeyLease(settings), nonces, budgets.apply(loaded.identity()));
        });
        key.lease().renew(loadedAt, renewals + 1);
        index(key, loaded.seals());
        // Last: who reads the new number finds the key
        renewals++;
        return key;
    }

    /** Wipes the keys that match; whatever happens under this lock is seen by {@link #hold}. */
    synchronized void evictIf(Predicate<UnwrappedKey> condition, Runnable before) {
        before.run();
        byId.asMap().values().removeIf(condition);
    }

    /**
     * Lets a change that another node made take effect: a key whose state forbids it seals or opens no more.
     *
     * @param before done under the same lock
     */
    synchronized void learn(KeyChange change, Runnable before) {
        before.run();
        UnwrappedKey held = byId.policy().getIfPresentQuietly(change.id());
        if (held != null && !change.state().opens()) {
            byId.invalidate(change.id());
        } else if (held != null && !change.state().seals()) {
            stopSealing(held);
        }
        UnwrappedKey active = this.active.get(new KeyQuery.Active(change.tenant(), change.usage()));
        if (active != null && change.state().seals() && !active.id().equals(change.id())) {
            stopSealing(active);
        }
    }

    /** Nothing may be sealed under a key any more. */
    synchronized void stopSealing(KeyIdentity identity) {
        UnwrappedKey held = byId.policy().getIfPresentQuietly(identity.id());
        if (held != null) {
            stopSealing(held);
        }
    }

    /** Has seals counted anew before any is made under these keys. */
    void giveUpSeals() {
        byId.asMap().values().forEach(UnwrappedKey::giveUpSeals);
    }

    private void stopSealing(UnwrappedKey key) {
        key.lease().setActive(false);
        active.remove(owner(key), key);
    }

    /** Wipes what a query returned so far. */
    synchronized void evict(KeyQuery query) {
        UnwrappedKey key = query instanceof KeyQuery.Active ? active.get(query) : null;
        KeyId id = key == null ? query.id() : key.id();
        if (id != null) {
            byId.invalidate(id);
        }
    }

    /** Wipes all keys and holds none from then on. */
    synchronized void close() {
        closed = true;
        byId.invalidateAll();
    }

    /** Wipes keys that have expired; otherwise done when the cache is used. */
    void tidy() {
        byId.cleanUp();
    }

    private void index(UnwrappedKey key, boolean seals) {
        KeyQuery.Active owner = owner(key);
        UnwrappedKey previous = active.get(owner);
        if (!seals) {
            stopSealing(key);
        } else if (previous == null
                || previous.identity().version() <= key.identity().version()) {
            if (previous != null && previous != key) {
                previous.lease().setActive(false);
            }
            active.put(owner, key);
            key.lease().setActive(true);
            // The cache may have had no room for it.
            if (key.isWiped()) {
                active.remove(owner, key);
            }
        }
    }

    private void removed(@Nullable KeyId id, @Nullable UnwrappedKey key, RemovalCause cause) {
        if (key != null) {
            key.lease().end();
            key.wipe();
            active.remove(owner(key), key);
            onEvicted.accept(key);
        }
    }

    /**
     * Of the system's time, of which the ring's clock is a little behind: it is waited for. A command that comes before its time by that
     * clock is to be given again, which the cache does only if the timer counts as done meanwhile: those of
     * {@link com.github.benmanes.caffeine.cache.Scheduler#systemScheduler()} do not, and idle keys would stay for ever.
     */
    private static Future<?> timer(Executor executor, Runnable command, long delay, TimeUnit unit) {
        CompletableFuture<Void> timer = new CompletableFuture<>();
        CompletableFuture<Void> unused = timer.thenRun(command);
        long behind = unit.convert(CoarseClock.STEP.multipliedBy(2));
        return timer.completeAsync(() -> null, CompletableFuture.delayedExecutor(delay + behind, unit, executor));
    }

    private void requireOpen(LoadedKey loaded) {
        if (closed) {
            loaded.wipe();
            throw new IllegalStateException("this ColumnSeal is closed");
        }
    }

    private static KeyQuery.Active owner(UnwrappedKey key) {
        return new KeyQuery.Active(key.tenant(), key.identity().usage());
    }
}
