package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import org.jspecify.annotations.Nullable;

/** Marks leaked keys. One that is active is replaced in the same operation, so that at no time nothing can be sealed. */
final class Compromise {

    private static final int ROUNDS = 10;

    private final StateChanges changes;
    private final KeyFactory factory;
    private final KeyAdoption adoption;
    private final KeyRing ring;
    private final SealListener listener;

    Compromise(StateChanges changes, KeyFactory factory, KeyAdoption adoption, KeyRing ring, SealListener listener) {
        this.changes = changes;
        this.factory = factory;
        this.adoption = adoption;
        this.ring = ring;
        this.listener = listener;
    }

    /**
     * Marks a key.
     *
     * @return its row
     * @throws KeyUnusableException if it is suspended, waiting for its destruction, destroyed, or never came to life
     */
    DataKeyRow mark(KeyId id, Deed deed) {
        for (int round = 0; round < ROUNDS; round++) {
            DataKeyRow row = changes.find(id);
            if (row.identity().usage() == KeyUsage.SYSTEM) {
                throw new KeyRejectedException(id, "it is the SYSTEM key, which seals no values", null);
            }
            if (row.state() == KeyState.COMPROMISED) {
                return row;
            }
            if (row.state() == KeyState.ACTIVE) {
                // Another node may have rotated since; then the key is RETIRED by now
                replace(row, deed);
            } else {
                DataKeyRow marked = changes.change(id, deed, Compromise::marked);
                if (marked.state() == KeyState.COMPROMISED) {
                    ring.evict(id);
                    tell(row.identity(), null, deed);
                    return marked;
                }
            }
        }
        throw new KeyRejectedException(id, "its row changes all the time; try again", null);
    }

    private void replace(DataKeyRow active, Deed deed) {
        try (CeremonyOutcome outcome = factory.replacement(active, deed.actor(), deed.reason())) {
            adoption.adopt(outcome);
            ring.evict(active.identity().id());
            if (outcome.won()) {
                tell(active.identity(), outcome.active().identity().id(), deed);
            }
        }
    }

    private static KeyState marked(DataKeyRow row) {
        return switch (row.state()) {
            // Meanwhile resumed: the next round replaces it
            case ACTIVE -> KeyState.ACTIVE;
            case RETIRED, SUPERSEDED, COMPROMISED -> KeyState.COMPROMISED;
            case PENDING ->
                throw new KeyUnusableException(row.identity().id(), row.state(), "it never sealed anything");
            case SUSPENDED ->
                throw new KeyUnusableException(
                        row.identity().id(), row.state(), "resume it, then mark it as compromised");
            case DESTROY_PENDING ->
                throw new KeyUnusableException(
                        row.identity().id(), row.state(), "cancel its destruction, then mark it as compromised");
            case DESTROYED ->
                throw new KeyUnusableException(row.identity().id(), row.state(), "nothing opens under it any more");
        };
    }

    private void tell(KeyIdentity key, @Nullable KeyId successor, Deed deed) {
        listener.on(new SealEvent.KeyCompromised(
                key.id(), successor, key.tenant(), key.usage(), deed.actor(), deed.reason()));
    }
}
