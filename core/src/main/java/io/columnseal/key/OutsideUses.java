package io.columnseal.key;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which keys sealed values that are in no catalogue, so that nobody can count them: stored before the value is
 * handed out, once for each key and node. Safe for use by many threads.
 */
public final class OutsideUses {

    private final DataKeyStore store;
    private final InstantSource clock;
    private volatile Noted noted = new Noted();

    OutsideUses(DataKeyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A value was sealed under this key and is about to be handed out.
     *
     * @throws io.columnseal.KeyStoreException if that cannot be remembered; the value must not be handed out
     */
    public void note(long keyId) {
        Noted seen = noted;
        // Most callers seal for one tenant again and again
        if (keyId != seen.last) {
            if (!seen.keys.contains(keyId)) {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                store.notes().put(new KeyNote(new KeyId(keyId), KeyNote.Kind.OUTSIDE, now, ""));
                seen.keys.add(keyId);
            }
            seen.last = keyId;
        }
    }

    /** What the store was told, it may not know any more: it went back to a former state. */
    void forgetAll() {
        noted = new Noted();
    }

    private static final class Noted {

        final Set<Long> keys = ConcurrentHashMap.newKeySet();
        volatile long last;
    }
}
