package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.cipher.Suite;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Keys made on demand and kept; counts its calls. */
final class InMemoryKeySource implements KeySource {

    final AtomicInteger loads = new AtomicInteger();
    private final Map<KeyId, Row> rows = new ConcurrentHashMap<>();
    private final Map<String, KeyId> active = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile Suite suite = Suite.AES_256_GCM;

    private record Row(KeyIdentity identity, KeyState state, byte[] dataKey) {}

    InMemoryKeySource suite(Suite suite) {
        this.suite = suite;
        return this;
    }

    @Override
    public LoadedKey active(String tenant, KeyUsage usage) {
        loads.incrementAndGet();
        return load(active.computeIfAbsent(tenant, name -> create(name, 1)));
    }

    @Override
    public LoadedKey byId(KeyId id) {
        loads.incrementAndGet();
        return load(id);
    }

    /** Makes a new active key, as a rotation on any node does. */
    LoadedKey rotate(String tenant) {
        KeyId id = active.compute(tenant, (name, previous) -> {
            if (previous == null) {
                return create(name, 1);
            }
            change(previous, row -> new Row(row.identity, KeyState.RETIRED, row.dataKey));
            return create(name, rows.get(previous).identity.version() + 1);
        });
        return load(id);
    }

    void put(KeyIdentity identity, KeyState state, byte[] dataKey) {
        rows.put(identity.id(), new Row(identity, state, dataKey.clone()));
        if (state == KeyState.ACTIVE) {
            active.put(identity.tenant(), identity.id());
        }
    }

    private LoadedKey load(KeyId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new KeyNotFoundException(id);
        }
        return new LoadedKey(row.identity, row.state, true, row.dataKey.clone());
    }

    private void change(KeyId id, UnaryOperator<Row> change) {
        rows.computeIfPresent(id, (key, row) -> change.apply(row));
    }

    private KeyId create(String tenant, int version) {
        byte[] dataKey = new byte[KeyDerivation.KEY_BYTES];
        random.nextBytes(dataKey);
        KeyIdentity identity =
                new KeyIdentity(new KeyId(random.nextLong() | 1), "test", tenant, KeyUsage.FIELD, version, suite);
        rows.put(identity.id(), new Row(identity, KeyState.ACTIVE, dataKey));
        return identity.id();
    }
}
