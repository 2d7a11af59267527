package io.columnseal.reencrypt;

import io.columnseal.KeyStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node takes of a shared run: one range at a time. A range whose owner gave no sign of life for the time of a lease
 * is taken from it. That time passes on the clock of the node that looks, so that no two clocks are compared. Not for many
 * threads, but for {@link #isHeld()}.
 */
final class RangeClaims {

    private static final Logger LOG = LoggerFactory.getLogger(RangeClaims.class);
    private static final String NOBODY = "";

    private final RunRanges ranges;
    private final String run;
    private final String node;
    private final long leaseNanos;
    private final LongSupplier nanoTime;
    private final Map<Place, Sighting> sightings = new HashMap<>();

    /** As it was taken. */
    private @Nullable KeyRange taken;

    /** The same as it is stored. */
    private @Nullable KeyRange held;

    private @Nullable String position;
    private RunFigures figures = RunFigures.NONE;
    private volatile boolean lost;

    /**
     * @param node names this process, and no other; 32 characters at most
     * @param nanoTime as {@link System#nanoTime()}
     */
    RangeClaims(RunRanges ranges, String run, String node, Duration lease, LongSupplier nanoTime) {
        this.ranges = ranges;
        this.run = run;
        this.node = node;
        this.leaseNanos = lease.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Cuts the next range of a part. */
    @FunctionalInterface
    interface Cutter {

        /**
         * The key of the range's last row, as text; null if it reaches to the end.
         *
         * @param after as text, where the range before ends; null for the first row
         */
        @Nullable String cut(@Nullable String after);
    }

    /** Takes a range that nobody has, that its owner left alone, or a new one; empty if there is none. */
    Optional<KeyRange> take(String part, Cutter cutter) {
        while (true) {
            List<KeyRange> open = ranges.open(run, part);
            for (KeyRange range : open) {
                KeyRange mine = range.ownedBy(node);
                if (isAbandoned(range) && ranges.replace(range, mine)) {
                    return hold(mine);
                }
            }
            KeyRange last = open.isEmpty() ? null : open.get(open.size() - 1);
            if (last != null && last.upTo() == null) {
                return Optional.empty();
            }
            String after = last == null ? null : last.upTo();
            long number = last == null ? 0 : last.number() + 1;
            KeyRange next = KeyRange.cut(run, part, number, after, cutter.cut(after), node);
            if (ranges.add(next)) {
                return hold(next);
            }
        }
    }

    private Optional<KeyRange> hold(KeyRange range) {
        taken = range;
        held = range;
        position = range.position();
        figures = range.figures();
        lost = false;
        return Optional.of(range);
    }

    private boolean isAbandoned(KeyRange range) {
        if (range.done()) {
            return false;
        }
        if (range.owner().equals(NOBODY)) {
            return true;
        }
        long now = nanoTime.getAsLong();
        Place place = new Place(range.part(), range.number());
        Sighting before = sightings.get(place);
        if (before == null || !before.owner.equals(range.owner()) || before.beat != range.beat()) {
            sightings.put(place, new Sighting(range.owner(), range.beat(), now));
            return false;
        }
        return now - before.since >= leaseNanos;
    }

    /** Whether all of a part is cut and done. */
    boolean isDone(String part) {
        List<KeyRange> open = ranges.open(run, part);
        return !open.isEmpty()
                && open.stream().allMatch(KeyRange::done)
                && open.get(open.size() - 1).upTo() == null;
    }

    /** Whether {@link #take} may find something in a part. Also looks who is alive. */
    boolean isOpen(String part) {
        List<KeyRange> open = ranges.open(run, part);
        boolean any = open.isEmpty() || open.get(open.size() - 1).upTo() != null;
        for (KeyRange range : open) {
            any |= isAbandoned(range);
        }
        return any;
    }

    /** Whether a node that is alive has a range of a part. Also looks who is alive. */
    boolean isHeldByAny(String part) {
        boolean any = false;
        for (KeyRange range : ranges.open(run, part)) {
            any |= !range.done() && !isAbandoned(range);
        }
        return any;
    }

    /** False once the range that was taken turned out to be another node's by now. */
    boolean isHeld() {
        return !lost;
    }

    /**
     * How far the range is, for the next sign of life.
     *
     * @param newPosition null to leave it where it was
     * @param since what became of its values since it was taken
     */
    void reached(@Nullable String newPosition, RunFigures since) {
        KeyRange range = taken;
        if (range != null) {
            position = newPosition == null ? position : newPosition;
            figures = range.figures().plus(since);
        }
    }

    /** Gives a sign of life, if anything is held. */
    void beat() {
        if (held != null && !lost) {
            write(held, range -> range);
        }
    }

    /** All of the range is done. */
    void finish() {
        giveUp(KeyRange::finished);
    }

    /** Lets others have the range, as far as it is. */
    void release() {
        giveUp(range -> range.ownedBy(NOBODY));
    }

    private void giveUp(UnaryOperator<KeyRange> end) {
        if (held != null && !lost) {
            write(held, end);
        }
        held = null;
        taken = null;
    }

    /** While the store does not take it, the work goes on: at worst another node takes the range as well. */
    private void write(KeyRange known, UnaryOperator<KeyRange> change) {
        try {
            if (!replace(known, change)) {
                // It may be that the write before succeeded and nobody heard of it
                Optional<KeyRange> own = ranges.open(run, known.part()).stream()
                        .filter(range -> range.number() == known.number())
                        .filter(range -> range.owner().equals(node) && !range.done())
                        .findFirst();
                lost = own.isEmpty() || !replace(own.get(), change);
            }
        } catch (KeyStoreException e) {
            LOG.warn("How far a range of run {} is could not be remembered; it goes on", run, e);
        }
    }

    private boolean replace(KeyRange known, UnaryOperator<KeyRange> change) {
        KeyRange next = change.apply(known.at(position, figures));
        if (ranges.replace(known, next)) {
            held = next;
            return true;
        }
        return false;
    }

    private record Place(String part, long number) {}

    /** @param since when it was seen first, as nanoTime */
    private record Sighting(String owner, long beat, long since) {}
}
