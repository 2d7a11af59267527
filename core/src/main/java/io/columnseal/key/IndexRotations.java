package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Rotations of INDEX keys that have not ended, and their end. Created by the facade; no API for applications. Safe for use
 * by many threads.
 */
public final class IndexRotations {

    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final OperationGate gate;
    private final KeyRing ring;
    private final IndexGrace grace;
    private final Clock clock;
    private final SealListener listener;

    IndexRotations(
            DataKeyStore store,
            SystemKey systemKey,
            OperationGate gate,
            KeyRing ring,
            IndexGrace grace,
            Clock clock,
            SealListener listener) {
        this.store = store;
        this.systemKey = systemKey;
        this.gate = gate;
        this.ring = ring;
        this.grace = grace;
        this.clock = clock;
        this.listener = listener;
    }

    /** What rotations' times are compared with. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * The rotation of a tenant that has not ended, read from the key store.
     *
     * @throws KeyRejectedException if the row of its active INDEX key was edited
     */
    public Optional<IndexRotation> of(String tenant) {
        StateMac mac = systemKey.stateMac();
        return store.findActive(tenant, KeyUsage.INDEX).flatMap(active -> {
            mac.requireVerified(active);
            return Predecessor.of(active, store, mac).map(predecessor -> rotation(active, predecessor));
        });
    }

    private IndexRotation rotation(DataKeyRow active, Predecessor predecessor) {
        return new IndexRotation(
                active.identity().tenant(), find(predecessor.id()).info(), active.info(), grace.lastUseOf(predecessor));
    }

    /**
     * Ends a rotation: from now on nobody looks for values of the previous key, whose row stays, as {@link
     * KeyState#DESTROY_PENDING}. The caller has found that none is stored, after the rotation {@linkplain
     * IndexRotation#settledAfter settled}.
     *
     * @return the previous key, out of use; also if another node was faster
     * @throws KeyRejectedException if its row was edited
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not do it
     * @throws KeyUnusableException if it is in a state that somebody has to look at first, such as SUSPENDED
     */
    public KeyInfo end(IndexRotation rotation, String actor, String reason) {
        Deed deed = gate.admit(new KeyAccess(
                KeyOperation.END_INDEX_KEY,
                actor,
                reason,
                null,
                rotation.previous().id()));
        if (clock.instant().isBefore(rotation.lastUse())) {
            throw new IllegalStateException("nodes may still make index values with the previous key");
        }
        StateMac mac = systemKey.stateMac();
        for (int round = 0; round < ROUNDS; round++) {
            DataKeyRow previous = find(rotation.previous().id());
            mac.requireVerified(previous);
            if (!Predecessor.isLive(previous.state())) {
                forget(rotation);
                return previous.info();
            }
            requireReplaced(previous);
            DataKeyRow ended =
                    mac.sign(previous.changed(KeyState.DESTROY_PENDING, time(), deed.actor(), deed.reason()));
            if (store.write(
                    List.of(ended),
                    List.of(AccessLog.Entry.change(deed.operation().name(), ended)
                            .build()))) {
                forget(rotation);
                listener.on(new SealEvent.IndexRotationEnded(
                        ended.identity().id(), rotation.active().id(), rotation.tenant(), deed.actor(), deed.reason()));
                return ended.info();
            }
        }
        throw new KeyRejectedException(
                rotation.previous().id(),
                "its row cannot be changed; is the key table written by something else?",
                null);
    }

    /** The successor knows its predecessor by heart until it is loaded anew; other nodes do that by themselves. */
    private void forget(IndexRotation rotation) {
        ring.evict(rotation.active().id());
        ring.evict(rotation.previous().id());
    }

    private DataKeyRow find(KeyId id) {
        return store.find(id)
                .orElseThrow(() -> new KeyRejectedException(
                        id, "its row is missing. Restore it from a backup of the key table", null));
    }

    private static void requireReplaced(DataKeyRow previous) {
        if (previous.state() != KeyState.RETIRED && previous.state() != KeyState.COMPROMISED) {
            throw new KeyUnusableException(
                    previous.identity().id(),
                    previous.state(),
                    "the rotation that replaced this INDEX key ends only once it is RETIRED or COMPROMISED");
        }
    }

    private Instant time() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
