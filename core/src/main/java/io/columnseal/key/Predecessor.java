package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The INDEX key that an active one replaces, while index values made with it may still be stored.
 *
 * @param replacedAt when its successor became active
 * @param supersededAt since when unique indexes are not written under it any more, by an authentic row; null before
 */
record Predecessor(
        KeyId id,
        KeyState state,
        Instant replacedAt,
        @Nullable Instant supersededAt) {

    /**
     * That of an active INDEX key, if there is one. A row that only says that its key is out of use, or newer, is not
     * believed: what it hides must be an error when it is asked for, and no empty result. If the key was replaced itself
     * since its row was read, its successor is left out: nobody makes values with that one while nodes may still hold this
     * one without knowing it.
     *
     * @throws KeyRejectedException if the row of an earlier key is missing: rows never are removed, and what was indexed
     *     under it would not be found
     */
    static Optional<Predecessor> of(DataKeyRow active, DataKeyStore store, StateMac mac) {
        KeyIdentity identity = active.identity();
        List<DataKeyRow> others = store.findAll(identity.tenant(), identity.usage()).stream()
                .filter(row -> !row.identity().id().equals(identity.id()))
                .toList();
        requireAllBefore(identity, others);
        return others.stream()
                .filter(row -> isLive(row.state()) || !mac.verifies(row))
                .filter(row -> !isSuccessor(row, active, store, mac))
                .findFirst()
                .map(row ->
                        new Predecessor(row.identity().id(), row.state(), active.changedAt(), supersededAt(row, mac)));
    }

    /** Whoever edits a row could make nodes write unique indexes past each other. */
    private static @Nullable Instant supersededAt(DataKeyRow row, StateMac mac) {
        return row.state() == KeyState.SUPERSEDED && mac.verifies(row) ? row.changedAt() : null;
    }

    private static void requireAllBefore(KeyIdentity active, List<DataKeyRow> others) {
        boolean complete = IntStream.range(1, active.version())
                .boxed()
                .allMatch(others.stream().map(row -> row.identity().version()).collect(Collectors.toSet())::contains);
        if (!complete) {
            throw new KeyRejectedException(
                    active.id(),
                    "the row of an INDEX key before it is missing, and what was indexed under that one would not be"
                            + " found. Restore the row from a backup of the key table",
                    null);
        }
    }

    /** It says so, authentically, and a second look finds the key that was active no longer so. */
    private static boolean isSuccessor(DataKeyRow row, DataKeyRow active, DataKeyStore store, StateMac mac) {
        return row.state() == KeyState.ACTIVE
                && row.identity().version() > active.identity().version()
                && mac.verifies(row)
                && store.find(active.identity().id())
                        .filter(now -> now.state() == KeyState.ACTIVE)
                        .isEmpty();
    }

    /** One that is suspended, or active without being the active one, counts, for the same reason. */
    static boolean isLive(KeyState state) {
        return switch (state) {
            case ACTIVE, RETIRED, SUPERSEDED, COMPROMISED, SUSPENDED -> true;
            case PENDING, DESTROY_PENDING, DESTROYED -> false;
        };
    }
}
