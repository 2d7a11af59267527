package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.internal.crypto.Nonces;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The unwrapped keys in memory. A key that is not held is loaded once however many threads ask, under no lock. Safe for
 * use by many threads.
 */
public final class KeyRing implements AutoCloseable {

    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);

    private final KeySource source;
    private final KeyRingSettings settings;
    private final SealListener listener;
    private final CoarseClock clock;
    private final Nonces nonces;
    private final Cache<KeyId, RingEntry> keys;
    private final ConcurrentHashMap<String, RingEntry> active = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, CompletableFuture<RingEntry>> loading = new ConcurrentHashMap<>();

    KeyRing(KeySource source, KeyRingSettings settings, SealListener listener, CoarseClock clock) {
        this.source = source;
        this.settings = settings;
        this.listener = new IsolatedListener(listener);
        this.clock = clock;
        this.nonces = new Nonces(clock);
        this.keys = Caffeine.newBuilder()
                .maximumSize(settings.maximumSize())
                .expireAfterWrite(settings.hardLimit())
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    /**
     * The key that seals a tenant's values.
     *
     * @throws ColumnSealException as {@link io.columnseal.FieldCipher#encrypt} declares
     */
    public UnwrappedKey active(String tenant) {
        RingEntry entry = active.get(tenant);
        long now = clock.nanos();
        return entry != null && entry.isFresh(now)
                ? entry.key()
                : reload(tenant, entry, now, () -> source.active(tenant, KeyUsage.FIELD));
    }

    /**
     * A key by its id, for opening.
     *
     * @throws ColumnSealException as {@link io.columnseal.FieldCipher#decrypt} declares
     */
    public UnwrappedKey byId(KeyId id) {
        RingEntry entry = keys.getIfPresent(id);
        long now = clock.nanos();
        return entry != null && entry.isFresh(now) ? entry.key() : reload(id, entry, now, () -> source.byId(id));
    }

    /** Takes a key that became active on this node: it seals from now on. */
    void adopt(LoadedKey loaded) {
        publish(loaded, clock.nanos());
    }

    /** Wipes a key; its next use loads it. */
    public void evict(KeyId id) {
        keys.invalidate(id);
    }

    /** Wipes all keys of a tenant; their next use loads them. */
    public void evict(String tenant) {
        keys.asMap().values().removeIf(entry -> entry.key().tenant().equals(tenant));
    }

    /** Drops buffered randomness; to be called when the process was restored from a snapshot. */
    public void renew() {
        nonces.renew();
    }

    /** Wipes all keys. */
    @Override
    public void close() {
        keys.invalidateAll();
    }

    private UnwrappedKey reload(Object name, @Nullable RingEntry entry, long now, Supplier<LoadedKey> load) {
        try {
            return load(name, load).key();
        } catch (ColumnSealException e) {
            if (entry == null || entry.isDead(now) || entry.key().isWiped()) {
                throw e;
            }
            if (e instanceof Retryable) {
                entry.postpone(now + RETRY_AFTER_FAILURE.toNanos());
                return entry.key();
            }
            evict(entry.key().id());
            throw e;
        }
    }

    /** One load per name at a time; the caller that came first does it, the others wait for its result. */
    private RingEntry load(Object name, Supplier<LoadedKey> load) {
        CompletableFuture<RingEntry> flight = new CompletableFuture<>();
        CompletableFuture<RingEntry> other = loading.putIfAbsent(name, flight);
        if (other != null) {
            return join(other);
        }
        long start = clock.nanos();
        try {
            RingEntry entry = publish(load.get(), start);
            flight.complete(entry);
            listener.on(new SealEvent.KeyLoaded(
                    entry.key().id(), entry.key().tenant(), Duration.ofNanos(clock.nanos() - start)));
            return entry;
        } catch (Throwable e) {
            flight.completeExceptionally(e);
            if (e instanceof ColumnSealException error) {
                listener.on(new SealEvent.KeyLoadFailed(
                        name instanceof KeyId id ? id : null, name instanceof String tenant ? tenant : null, error));
            }
            throw e;
        } finally {
            loading.remove(name, flight);
        }
    }

    private static RingEntry join(CompletableFuture<RingEntry> flight) {
        try {
            return flight.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private RingEntry publish(LoadedKey loaded, long loadedAt) {
        KeyIdentity identity = loaded.identity();
        boolean seals = loaded.seals();
        RingEntry entry = keys.asMap().compute(identity.id(), (id, held) -> {
            if (held != null && held.key().hasBytesOf(loaded)) {
                loaded.wipe();
                held.renew(loadedAt, settings);
                return held;
            }
            return new RingEntry(new UnwrappedKey(loaded, nonces), loadedAt, settings);
        });
        if (!seals) {
            active.remove(identity.tenant(), entry);
        } else if (identity.usage() == KeyUsage.FIELD) {
            active.merge(identity.tenant(), entry, RingEntry::newer);
            if (entry.key().isWiped()) {
                active.remove(identity.tenant(), entry);
            }
        }
        return entry;
    }

    private void removed(@Nullable KeyId id, @Nullable RingEntry entry, RemovalCause cause) {
        if (entry != null) {
            entry.key().wipe();
            active.remove(entry.key().tenant(), entry);
            listener.on(new SealEvent.KeyEvicted(entry.key().id()));
        }
    }
}
