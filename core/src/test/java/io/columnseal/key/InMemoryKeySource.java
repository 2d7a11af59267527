package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.SealListener;
import io.columnseal.cipher.Suite;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys made on demand and kept; counts its calls, fails or waits when told to. */
final class InMemoryKeySource implements KeySource {

    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger unwraps = new AtomicInteger();
    private final Map<KeyId, Row> rows = new ConcurrentHashMap<>();
    private final Map<KeyQuery.Active, KeyId> active = new ConcurrentHashMap<>();
    private final Map<KeyId, Predecessor> predecessors = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile Suite suite = Suite.AES_256_GCM;
    private volatile Consumer<KeyQuery> beforeLoad = query -> {};
    private volatile Consumer<KeyQuery> afterLoad = query -> {};
    private volatile Consumer<KeyQuery> beforeUnwrap = query -> {};

    private record Row(KeyIdentity identity, KeyState state, byte[] dataKey) {}

    InMemoryKeySource suite(Suite suite) {
        this.suite = suite;
        return this;
    }

    /** Called by the loading thread, which waits for it; what it throws is thrown. */
    void beforeLoad(Consumer<KeyQuery> hook) {
        this.beforeLoad = hook;
    }

    /** Called by the loading thread when it has read the key. */
    void afterLoad(Consumer<KeyQuery> hook) {
        this.afterLoad = hook;
    }

    /** Called by the thread that unwraps a key it found. */
    void beforeUnwrap(Consumer<KeyQuery> hook) {
        this.beforeUnwrap = hook;
    }

    void failWith(@Nullable Supplier<? extends ColumnSealException> error) {
        beforeLoad = query -> {
            if (error != null) {
                throw error.get();
            }
        };
    }

    @Override
    public FoundKey active(String tenant, KeyUsage usage, SealListener events) {
        KeyQuery.Active query = new KeyQuery.Active(tenant, usage);
        loads.incrementAndGet();
        beforeLoad.accept(query);
        LoadedKey key = loadActive(query);
        afterLoad.accept(query);
        return new InMemoryFoundKey(key, () -> unwrapping(query));
    }

    @Override
    public FoundKey byId(KeyId id, SealListener events) {
        loads.incrementAndGet();
        beforeLoad.accept(new KeyQuery.ById(id));
        LoadedKey key = load(id);
        afterLoad.accept(new KeyQuery.ById(id));
        return new InMemoryFoundKey(key, () -> unwrapping(new KeyQuery.ById(id)));
    }

    private void unwrapping(KeyQuery query) {
        unwraps.incrementAndGet();
        beforeUnwrap.accept(query);
    }

    @Override
    public CountedSeals reserveSeals(KeyIdentity key, long seals) {
        return row(key.id()).state.seals() ? new CountedSeals(seals, seals) : CountedSeals.NONE;
    }

    @Override
    public void returnSeals(KeyId key, CountedSeals unused) {}

    /** In one step, as a store reads a row: not one that a rotation has just retired. */
    private synchronized LoadedKey loadActive(KeyQuery.Active query) {
        return load(active.computeIfAbsent(query, name -> create(name, 1)));
    }

    /** Makes a new active key, as a rotation on any node does. */
    synchronized LoadedKey rotate(String tenant) {
        return load(active.compute(new KeyQuery.Active(tenant, KeyUsage.FIELD), this::successor));
    }

    /** The same for the INDEX key, whose predecessor stays in use. */
    synchronized LoadedKey rotateIndex(String tenant, Instant now) {
        return load(active.compute(new KeyQuery.Active(tenant, KeyUsage.INDEX), (name, previous) -> {
            KeyId next = successor(name, previous);
            if (previous != null) {
                // Before anybody can see the new key
                predecessors.put(next, new Predecessor(previous, KeyState.RETIRED, now, null));
            }
            return next;
        }));
    }

    /** As the product does once every row has its next value in unique indexes. */
    synchronized void supersede(String tenant, Instant now) {
        KeyId successor = active.get(new KeyQuery.Active(tenant, KeyUsage.INDEX));
        predecessors.computeIfPresent(successor, (key, previous) -> {
            setState(previous.id(), KeyState.SUPERSEDED);
            return new Predecessor(previous.id(), KeyState.SUPERSEDED, previous.replacedAt(), now);
        });
    }

    private KeyId successor(KeyQuery.Active owner, @Nullable KeyId previous) {
        if (previous == null) {
            return create(owner, 1);
        }
        setState(previous, KeyState.RETIRED);
        return create(owner, row(previous).identity.version() + 1);
    }

    /** As if no index value were stored under any key but the active ones. */
    void dropPredecessors() {
        predecessors.clear();
    }

    void setState(KeyId id, KeyState state) {
        rows.computeIfPresent(id, (key, row) -> new Row(row.identity, state, row.dataKey));
    }

    void put(KeyIdentity identity, KeyState state, byte[] dataKey) {
        rows.put(identity.id(), new Row(identity, state, dataKey.clone()));
        if (state == KeyState.ACTIVE) {
            active.put(new KeyQuery.Active(identity.tenant(), identity.usage()), identity.id());
        }
    }

    void remove(KeyId id) {
        rows.remove(id);
    }

    LoadedKey load(KeyId id) {
        Row row = row(id);
        Predecessor predecessor = row.state == KeyState.ACTIVE ? predecessors.get(id) : null;
        return new LoadedKey(row.identity, row.state, true, predecessor, row.dataKey.clone());
    }

    private Row row(KeyId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new KeyNotFoundException(id);
        }
        return row;
    }

    private KeyId create(KeyQuery.Active owner, int version) {
        byte[] dataKey = new byte[KeyDerivation.KEY_BYTES];
        random.nextBytes(dataKey);
        KeyIdentity identity = new KeyIdentity(
                new KeyId(random.nextLong() | 1), "test", owner.tenant(), owner.usage(), version, suite);
        rows.put(identity.id(), new Row(identity, KeyState.ACTIVE, dataKey));
        return identity.id();
    }
}
