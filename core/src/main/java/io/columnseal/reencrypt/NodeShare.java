package io.columnseal.reencrypt;

import io.columnseal.KeyStoreException;
import io.columnseal.catalogue.SealedColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node does of a run that several share: range after range of each table, as long as there are any, then what nodes
 * leave behind that die. One of the nodes counts at the end. Not for many threads.
 */
final class NodeShare implements RunShare {

    /** Pages of a range: so many that claims cost next to nothing, so few that nodes end at about the same time. */
    static final int PAGES_OF_A_RANGE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(NodeShare.class);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MAX_NAME_LENGTH = 200;
    private static final String COUNT = "count at the end";

    private final RangeClaims claims;
    private final RunRanges ranges;
    private final RunTools tools;
    private final int rangeRows;
    private final RunJournal journal;
    private final RunPace pace;
    private final StopSignal stop;
    private final Progress progress;
    private final Set<String> unfinished = new HashSet<>();
    private final Set<String> finished = new HashSet<>();

    /** Parts in which nothing is left to be moved, though nodes may still be at work on them. */
    private final Set<String> moved = new HashSet<>();

    /** Stale values that were read: by all nodes before this one came, by all so far, by this one, in the range at hand. */
    private long rowsBefore;

    private long rowsOfAll;
    private long rowsHere;
    private long rowsOfRange;
    /** Whether this node has counted at the end. */
    private boolean counted;

    private boolean ended;

    NodeShare(RunParts parts, RunRanges ranges, RangeClaims claims) {
        this.claims = claims;
        this.ranges = ranges;
        this.tools = parts.tools();
        this.rangeRows = parts.pageSize() * PAGES_OF_A_RANGE;
        this.journal = parts.journal();
        this.pace = parts.pace();
        this.stop = parts.stop();
        this.progress = parts.progress();
        journal.onSave(this::giveSignOfLife);
    }

    private void giveSignOfLife() {
        claims.beat();
        try {
            rowsOfAll = figures().rowsRead();
            progress.elsewhere(Math.max(0, rowsOfAll - rowsBefore - rowsHere - rowsOfRange));
        } catch (KeyStoreException e) {
            LOG.debug("How far the other nodes of run {} are is not known", journal.id(), e);
        }
    }

    @Override
    public void begin(long staleRows) {
        rowsBefore = figures().rowsRead();
        rowsOfAll = rowsBefore;
        journal.totalUnlessKnown(rowsBefore + staleRows);
    }

    /** All of them: nodes have to cut the same ones, though they count at different times. */
    @Override
    public List<TablePlan> tables(List<ColumnPlan> plans) {
        return TablePlan.of(plans);
    }

    /** Nodes of different releases, whose tables have other columns, do not share ranges. */
    @Override
    public String part(TablePlan table, String purpose) {
        String name = table.named().table();
        return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH))
                + purpose
                + " "
                + fingerprint(
                        table.plans().stream().map(plan -> plan.sql().column()).toList());
    }

    private static String fingerprint(List<SealedColumn> columns) {
        return Integer.toHexString(columns.toString().hashCode());
    }

    @Override
    public boolean isOpen(String part) {
        if (finished.contains(part)) {
            return false;
        }
        unfinished.add(part);
        if (moved.contains(part)) {
            finishUnlessHeld(part);
            return false;
        }
        if (claims.isOpen(part)) {
            return true;
        }
        if (claims.isDone(part)) {
            finish(part);
        }
        return false;
    }

    /** A node that holds a range has not told yet what became of its values. */
    private void finishUnlessHeld(String part) {
        if (!claims.isHeldByAny(part)) {
            finish(part);
        }
    }

    private void finish(String part) {
        finished.add(part);
        unfinished.remove(part);
    }

    @Override
    public void walk(
            String part, TablePlan table, List<Census> censuses, RangeWalk walk, Supplier<List<Census>> recount) {
        if (!Census.anyStale(censuses)) {
            moved.add(part);
            finishUnlessHeld(part);
            return;
        }
        pace.whileHolding(claims::isHeld);
        Optional<KeyRange> range = Optional.empty();
        while (!stop.obey() && (range = claims.take(part, after -> cut(table, after))).isPresent()) {
            walk(bounds(range.get(), table), censuses, walk);
        }
        pace.whileHolding(() -> true);
    }

    private void walk(KeyBounds range, List<Census> censuses, RangeWalk walk) {
        boolean done = false;
        try {
            Walked walked = walk.over(censuses, range);
            claims.reached(null, walked.figures());
            rowsOfRange = walked.figures().rowsRead();
            done = walked.finished();
        } finally {
            if (done) {
                claims.finish();
            } else {
                claims.release();
            }
            rowsHere += rowsOfRange;
            rowsOfRange = 0;
        }
    }

    private static KeyBounds bounds(KeyRange range, TablePlan table) {
        return new KeyBounds(key(range.start(), table), key(range.upTo(), table));
    }

    private static Object @Nullable [] key(@Nullable String text, TablePlan table) {
        return text == null
                ? null
                : KeyPosition.fromText(text, table.named().keyColumns().size()).orElse(null);
    }

    /** A table without a key, or with one that no text can name, is one range. */
    private @Nullable String cut(TablePlan table, @Nullable String after) {
        if (!table.hasKey()) {
            return null;
        }
        RangeEnd end = new RangeEnd(table.plans().get(0).sql(), rangeRows);
        return tools.transactions()
                .run(
                        "look for the end of a range",
                        table.named(),
                        connection -> end.find(connection, key(after, table)))
                .flatMap(KeyPosition::toText)
                .orElse(null);
    }

    @Override
    public void reached(String part, Object @Nullable [] position, RunFigures figures, List<QuarantinedValue> stayed) {
        claims.reached(position == null ? null : KeyPosition.toText(position).orElse(null), figures);
        rowsOfRange = figures.rowsRead();
        journal.at(part, null, rowsOfAll, stayed);
    }

    @Override
    public void walked(TablePlan table) {}

    @Override
    public boolean awaitOthers() {
        if (unfinished.isEmpty() || stop.obey()) {
            return false;
        }
        nap();
        return true;
    }

    private void nap() {
        tools.time().pause().accept(NAP_NANOS);
        journal.saveIfDue();
    }

    @Override
    public boolean takesCount() {
        while (!stop.obey()) {
            if (claims.take(COUNT, after -> null).isPresent()) {
                return true;
            }
            if (claims.isDone(COUNT)) {
                ended = true;
                return false;
            }
            nap();
        }
        return false;
    }

    /** The count stays this node's until it {@linkplain #conclude concludes} the run. */
    @Override
    public boolean counted() {
        if (stop.obeyed()) {
            claims.release();
            return true;
        }
        claims.beat();
        counted = claims.isHeld();
        return counted;
    }

    /**
     * Ends the run if this node has counted at its end.
     *
     * @param result tells it. Done first: a node that dies before leaves the count to another
     */
    void conclude(Runnable result) {
        if (!counted) {
            return;
        }
        boolean told = false;
        try {
            result.run();
            told = true;
        } finally {
            if (told) {
                claims.finish();
                ended = true;
            } else {
                claims.release();
            }
        }
    }

    /** What became of the values of the whole run, on all nodes. */
    RunFigures figures() {
        return ranges.figures(journal.id());
    }

    /** Whether the run has come to its end, on whichever node. */
    boolean ended() {
        return ended;
    }
}
