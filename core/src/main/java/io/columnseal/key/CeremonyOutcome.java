package io.columnseal.key;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key that is active after a {@link KeyCeremony}; together with the key itself, if that ceremony made and proved it,
 * so that nobody has to ask the KMS a third time. Close it to wipe a key that nobody took. No record, so that the bytes
 * never print. Not for many threads.
 */
final class CeremonyOutcome implements AutoCloseable {

    private final DataKeyRow active;
    private final boolean won;
    private byte @Nullable [] proven;

    private CeremonyOutcome(DataKeyRow active, boolean won, byte @Nullable [] proven) {
        this.active = active;
        this.won = won;
        this.proven = proven;
    }

    /** @param proven what the KMS unwrapped, compared with what it generated; taken over */
    static CeremonyOutcome made(DataKeyRow active, byte[] proven) {
        return new CeremonyOutcome(active, true, proven);
    }

    /** The key was active before, or another node was faster. */
    static CeremonyOutcome found(DataKeyRow active) {
        return new CeremonyOutcome(active, false, null);
    }

    DataKeyRow active() {
        return active;
    }

    /** Whether the key is the one that was made here. */
    boolean won() {
        return won;
    }

    /** The key, 32 bytes that the caller wipes; null if it was not made here, or was taken before. */
    byte @Nullable [] takeKey() {
        byte[] taken = proven;
        proven = null;
        return taken;
    }

    @Override
    public void close() {
        byte[] left = takeKey();
        if (left != null) {
            Arrays.fill(left, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "CeremonyOutcome[" + active.identity().id() + ", won=" + won + "]";
    }
}
