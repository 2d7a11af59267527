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
 * Rotations of INDEX keys that have not ended, and what ends them. Created by the facade; no API for applications. Safe for use
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
    private final Erasure erasure;
    private final SealListener listener;

    IndexRotations(
            DataKeyStore store,
            SystemKey systemKey,
            OperationGate gate,
            KeyRing ring,
            IndexGrace grace,
            Erasure erasure,
            Clock clock,
            SealListener listener) {
        this.store = store;
        this.systemKey = systemKey;
        this.gate = gate;
        this.ring = ring;
        this.grace = grace;
        this.erasure = erasure;
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
                active.identity().tenant(),
                find(predecessor.id()).info(),
                active.info(),
                predecessor.supersededAt() != null,
                grace.lastUseOf(predecessor));
    }

    /**
     * Has unique indexes written under the active key from now on, by every node that learns of it: the previous key becomes
     * {@link KeyState#SUPERSEDED}. The caller has found that no indexed row is without a {@linkplain
     * io.columnseal.Uniqueness#NEXT next} value of the active key, after the rotation {@linkplain
     * IndexRotation#settledAfter settled}.
     *
     * @return the previous key; also if another node was faster
     * @throws KeyRejectedException if its row was edited
     * @throws KeyUnusableException if it is in a state that somebody has to look at first, such as SUSPENDED
     */
    public KeyInfo supersede(IndexRotation rotation, String actor, String reason) {
        return change(rotation, KeyState.SUPERSEDED, admit(KeyOperation.SUPERSEDE_INDEX_KEY, rotation, actor, reason));
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
        return change(rotation, KeyState.DESTROY_PENDING, admit(KeyOperation.END_INDEX_KEY, rotation, actor, reason));
    }

    private Deed admit(KeyOperation operation, IndexRotation rotation, String actor, String reason) {
        return gate.admit(new KeyAccess(
                operation, actor, reason, null, rotation.previous().id()));
    }

    private KeyInfo change(IndexRotation rotation, KeyState state, Deed deed) {
        if (clock.instant().isBefore(rotation.lastUse())) {
            throw new IllegalStateException("nodes may still make index values with the previous key");
        }
        StateMac mac = systemKey.stateMac();
        for (int round = 0; round < ROUNDS; round++) {
            DataKeyRow previous = find(rotation.previous().id());
            mac.requireVerified(previous);
            if (previous.state() == state || !Predecessor.isLive(previous.state())) {
                forget(rotation);
                return previous.info();
            }
            requireReplaced(previous, rotation);
            if (previous.state() == KeyState.COMPROMISED) {
                store.notes()
                        .put(new KeyNote(
                                previous.identity().id(), KeyNote.Kind.COMPROMISED, time(), previous.reason()));
            }
            if (state == KeyState.DESTROY_PENDING) {
                erasure.noteWait(previous.identity().id());
            }
            DataKeyRow changed = mac.sign(previous.changed(state, time(), deed.actor(), deed.reason()));
            if (store.write(
                    List.of(changed),
                    List.of(AccessLog.Entry.change(deed.operation().name(), changed)
                            .build()))) {
                forget(rotation);
                listener.on(event(changed, rotation));
                return changed.info();
            }
        }
        throw new KeyRejectedException(
                rotation.previous().id(),
                "its row cannot be changed; is the key table written by something else?",
                null);
    }

    private static SealEvent event(DataKeyRow changed, IndexRotation rotation) {
        KeyId id = changed.identity().id();
        KeyId successor = rotation.active().id();
        return changed.state() == KeyState.SUPERSEDED
                ? new SealEvent.IndexKeySuperseded(
                        id, successor, rotation.tenant(), changed.changedBy(), changed.reason())
                : new SealEvent.IndexRotationEnded(
                        id, successor, rotation.tenant(), changed.changedBy(), changed.reason());
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

    /** One that was superseded and is not any more may be written again. */
    private static void requireReplaced(DataKeyRow previous, IndexRotation rotation) {
        boolean replaced = rotation.superseded()
                ? previous.state() == KeyState.SUPERSEDED
                : previous.state() == KeyState.RETIRED || previous.state() == KeyState.COMPROMISED;
        if (!replaced) {
            throw new KeyUnusableException(
                    previous.identity().id(),
                    previous.state(),
                    "the rotation that replaced this INDEX key ends only once it is RETIRED or COMPROMISED, or stays"
                            + " SUPERSEDED");
        }
    }

    private Instant time() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
