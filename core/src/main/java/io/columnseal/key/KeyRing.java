package io.columnseal.key;

import io.columnseal.FieldContext;
import io.columnseal.KeyLoadTimeoutException;
import io.columnseal.Retryable;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.IsolatedListener;
import io.columnseal.internal.crypto.Nonces;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The unwrapped keys in memory. A key that is not held is loaded once however many threads ask, under no lock. A key in
 * use is unwrapped anew before its TTL is over; while that fails for a reason that may pass, or takes too long, the key
 * in memory serves up to the hard limit. Safe for use by many threads, virtual ones included.
 *
 * <p>Errors are those that {@link io.columnseal.FieldCipher} declares. Created by the facade; no API for applications.
 */
public final class KeyRing implements AutoCloseable {

    /** How long a caller waits for a key to be unwrapped anew when the one in memory may still serve. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CoarseClock clock;
    private final Duration patience;
    private final Nonces nonces;
    private final HeldKeys held;
    private final KeyLoads loads;
    private final UnknownKeys unknown;
    private final KeyPrefetch prefetch;
    private final ExecutorService executor;
    private final SealBudgets budgets;
    private final RecentFields recent = new RecentFields();

    /** @param executor where keys are unwrapped that nobody waits for, and several at once; shut down with the ring */
    KeyRing(
            KeySource source,
            KeyRingSettings settings,
            OutageSettings outages,
            SealListener listener,
            CoarseClock clock,
            ExecutorService executor) {
        SealListener isolated = new IsolatedListener(listener);
        this.clock = clock;
        this.patience = outages.patience();
        this.executor = executor;
        this.nonces = new Nonces(clock::nanos);
        this.unknown = new UnknownKeys(clock);
        this.budgets = new SealBudgets(source, this::stopSealing, settings, clock, executor);
        this.held = new HeldKeys(
                settings,
                clock,
                nonces,
                budgets::of,
                key -> executor.execute(() -> isolated.on(new SealEvent.KeyEvicted(key.id()))));
        this.loads = new KeyLoads(source, held, unknown, isolated, clock, executor, patience);
        this.prefetch = new KeyPrefetch(held, unknown, loads, patience);
        clock.onJump(this::jumped);
    }

    /**
     * The active key of the context's tenant, for sealing.
     *
     * @param context one that names a tenant
     * @throws KeyWipedException if the key left the ring meanwhile; ask again
     */
    public FieldKey sealing(FieldContext context) throws KeyWipedException {
        FieldKey field = recent.get(context);
        if (field != null && field.lease().seals(clock.nanos())) {
            return field;
        }
        String tenant = context.tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("the context names no tenant");
        }
        field = active(tenant, KeyUsage.FIELD).field(context);
        remember(field);
        return field;
    }

    /**
     * The key that a sealed value's header names, if it served for the context before and still may. Null says nothing.
     *
     * @param sealed at least as long as a header
     */
    public @Nullable FieldKey recent(FieldContext context, byte[] sealed) {
        FieldKey field = recent.get(context);
        return field != null && field.isNamedBy(sealed) && field.lease().opens(clock.nanos()) ? field : null;
    }

    /**
     * A key bound to a context whose tenant, if it names one, was found to be the key's.
     *
     * @throws KeyWipedException if the key left the ring meanwhile; ask again
     */
    public FieldKey opening(UnwrappedKey key, FieldContext context) throws KeyWipedException {
        FieldKey field = key.field(context);
        FieldKey previous = recent.get(context);
        if (previous == null || !previous.lease().opens(clock.nanos())) {
            remember(field);
        }
        return field;
    }

    private void remember(FieldKey field) {
        // Record ids are as many as records, and seldom come twice.
        if (field.context().recordId() == null) {
            recent.put(field);
        }
    }

    /** The active key of a tenant and usage, created if there is none. */
    public UnwrappedKey active(String tenant, KeyUsage usage) {
        return serve(new KeyQuery.Active(tenant, usage));
    }

    /** A key by its id, whatever its tenant and usage. */
    public UnwrappedKey byId(KeyId id) {
        UnwrappedKey key = held.byId(id);
        if (key != null && key.lease().opens(clock.nanos())) {
            return key;
        }
        KeyQuery query = new KeyQuery.ById(id);
        return key == null ? unknown.lookUp(id, () -> serve(query)) : serve(query);
    }

    /**
     * Loads the keys that are not held, hundreds at once, until all are, too many of them do not exist, or one does not
     * come in time. Failures show when a key is asked for.
     */
    public void prefetch(Collection<KeyId> ids) {
        prefetch.byId(ids);
    }

    /**
     * Loads the active keys of tenants that are not held, hundreds at once, until all are or one does not come in time.
     * Failures show when a key is asked for.
     */
    public void prefetchActive(Collection<String> tenants) {
        prefetch.active(tenants);
    }

    /** Takes a key that became active on this node: it seals from now on. */
    void adopt(LoadedKey loaded) {
        unknown.found(loaded.identity().id());
        held.evictIf(key -> false, () -> loads.overtake(loaded.identity().tenant()));
        held.hold(loaded, clock.nanos(), identity -> false);
    }

    /** Wipes a key; its next use loads it anew. */
    public void evict(KeyId id) {
        unknown.found(id);
        held.evictIf(key -> key.id().equals(id), () -> loads.overtake(id));
    }

    /** Wipes all keys of a tenant; their next use loads them anew. */
    public void evict(String tenant) {
        held.evictIf(key -> key.tenant().equals(tenant), () -> loads.overtake(tenant));
    }

    /** Wipes all keys and gives up what was counted for them; their next use loads them, and counts, anew. */
    void forgetAll() {
        held.evictIf(key -> true, loads::overtakeAll);
        budgets.forgetAll();
    }

    private void stopSealing(KeyIdentity key) {
        held.stopSealing(key);
    }

    /** Lets changes that other nodes made to keys take effect here. */
    void changed(List<KeyChange> changes) {
        for (KeyChange change : changes) {
            unknown.found(change.id());
            held.learn(change, () -> {
                loads.overtake(change.id());
                loads.overtake(change.tenant());
            });
        }
    }

    /**
     * Drops nonces and seals that were drawn and counted ahead; to be called when the process was restored from a snapshot,
     * which others may be copies of. Does not block.
     */
    public void renewRandomness() {
        nonces.renew();
        budgets.giveUp();
        held.giveUpSeals();
    }

    /** Wipes all keys; the ring holds none from then on. */
    @Override
    public void close() {
        held.close();
        budgets.close();
        executor.shutdown();
    }

    /**
     * Seals that were counted stay: a time service steps clocks by some milliseconds, and while the key store is away nothing
     * could be counted again. The cache looks for keys that are over by a timer that does not know of the jump.
     */
    private void jumped() {
        nonces.renew();
        if (!executor.isShutdown()) {
            executor.execute(held::tidy);
        }
    }

    /** Wipes keys whose hard limit is over at once, instead of with the next use of the ring. */
    void tidy() {
        held.tidy();
    }

    private UnwrappedKey serve(KeyQuery query) {
        // First: what others renew from here on, they renew for this caller, too
        long seen = held.renewals();
        UnwrappedKey key = query.heldIn(held);
        if (key == null) {
            return join(query, loads.here(query, seen));
        }
        long now = clock.nanos();
        return switch (key.lease().phase(now)) {
            case FRESH -> key;
            case DUE, FAILING -> {
                loads.begin(query, seen);
                yield key;
            }
            case STALE -> renewed(query, key, seen, now);
            case ENDED -> join(query, loads.here(query, seen));
        };
    }

    private UnwrappedKey renewed(KeyQuery query, UnwrappedKey key, long seen, long now) {
        try {
            return loads.elsewhere(query, seen).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            key.lease().failing(now);
            return key;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return key;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Retryable) {
                key.lease().failing(now);
                return key;
            }
            throw KeyLoads.rethrown(e.getCause());
        }
    }

    private UnwrappedKey join(KeyQuery query, CompletableFuture<UnwrappedKey> load) {
        try {
            return load.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late(query, "nothing came within " + patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late(query, "the thread was interrupted");
        } catch (ExecutionException e) {
            throw KeyLoads.rethrown(e.getCause());
        }
    }

    private static KeyLoadTimeoutException late(KeyQuery query, String problem) {
        KeyId id = query.id();
        String key = id == null ? "active key of tenant " + query.tenant() : "data key " + id;
        return new KeyLoadTimeoutException(key, id, problem);
    }
}
