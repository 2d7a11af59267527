package io.columnseal.reencrypt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers runs: who asked for one, how far it is, what it is asked to do and which values it could not move. So that a
 * run that was killed goes on where it was, and can be watched, paused and stopped from any node. Nothing that is moved
 * depends on it: a position that is lost costs a second look at rows, a wrong one is found out by the count at the end.
 *
 * <p>Safe for use by many threads; every method may throw {@link io.columnseal.KeyStoreException}.
 */
public interface RunStore {

    Optional<ReencryptionRun> find(String id);

    /** All runs, the last one that was begun first. */
    List<ReencryptionRun> newest(int limit);

    /** Remembers a run that begins, or one that goes on; forgets positions, ranges and quarantine of one that begins anew. */
    void begin(ReencryptionRun run, boolean anew);

    /**
     * The same, for a run that other processes may begin at the same time: only one of them does, and forgets nothing of
     * what the others have done since.
     *
     * @return false, and nothing is changed, if it is under way
     */
    boolean beginUnlessUnderWay(ReencryptionRun run, boolean anew);

    /**
     * Asks a run to do something, whichever node it is on; it obeys within seconds.
     *
     * @return false if there is no such run, or it has ended
     */
    boolean ask(String id, ReencryptionRun.Wish wish);

    /** How far the walks of a run are, by what they are walks of; null for one that came to its end. */
    Map<String, @Nullable String> positions(String id);

    /**
     * Remembers how far a run is, all of it or nothing. The wish of the given run is not written, and nothing of the run itself
     * if it has finished: a node that leaves it late, and does not know, must not have it look under way again. What remains stays
     * as it was written if the run does not know: the node that counted it does.
     *
     * @param positions those that changed, as {@link #positions} returns them
     * @param found values that were met since the last time; those that are listed already are not listed twice, since it
     *     may be that a save succeeded and the run did not hear of it, or that another process goes under the same id
     * @return what the run is asked to do
     */
    ReencryptionRun.Wish save(
            ReencryptionRun run, Map<String, @Nullable String> positions, List<QuarantinedValue> found);

    /** Values that a run could not move, in the order in which it met them. */
    List<QuarantinedValue> quarantine(String id, int limit);

    /** The ranges of shared runs; those of a run that begins anew are forgotten. */
    RunRanges ranges();
}
