package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.SealListener;
import io.columnseal.cipher.Suite;
import io.columnseal.kms.Kms;
import java.time.Clock;

/**
 * The keys of one {@link io.columnseal.ColumnSeal}, which builds it and is the way to it: no API of its own. Safe for
 * use by many threads.
 */
public final class KeyService implements AutoCloseable {

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final KeySource source;
    private final Keys keys;

    /**
     * Writes and reads nothing yet.
     *
     * @param suite algorithm of new keys
     * @param listener must not throw
     */
    public KeyService(
            Environment environment, Kms kms, DataKeyStore store, Suite suite, SealListener listener, Clock clock) {
        KeyUnwrapper unwrapper = new KeyUnwrapper(kms, store.accessLog(), environment, clock);
        KeyCeremony ceremony = new KeyCeremony(store, kms, unwrapper, environment, clock);
        this.store = store;
        this.systemKey = new SystemKey(store, unwrapper, ceremony);
        KeyFactory factory = new KeyFactory(store, systemKey, ceremony, suite, listener);
        this.source = new StoredKeySource(store, unwrapper, systemKey, factory, listener);
        this.keys = new StoredKeys(store, factory);
    }

    /** Verifies the schema and the KEK, and in an empty store creates the SYSTEM key. */
    public void verify() {
        store.verify();
        systemKey.stateMac();
    }

    public Keys keys() {
        return keys;
    }

    KeySource source() {
        return source;
    }

    @Override
    public void close() {
        systemKey.wipe();
    }
}
