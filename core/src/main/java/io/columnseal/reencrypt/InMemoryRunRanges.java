package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;

/** Ranges of the runs of one process. Safe for use by many threads. */
final class InMemoryRunRanges implements RunRanges {

    private final List<KeyRange> ranges = new ArrayList<>();

    @Override
    public synchronized List<KeyRange> open(String run, String part) {
        List<KeyRange> all = ranges.stream()
                .filter(range -> range.run().equals(run) && range.part().equals(part))
                .toList();
        return all.stream()
                .filter(range -> !range.done() || range.number() == all.size() - 1)
                .toList();
    }

    @Override
    public synchronized boolean add(KeyRange range) {
        boolean taken = ranges.stream().anyMatch(other -> isSame(range, other));
        return !taken && ranges.add(range);
    }

    @Override
    public synchronized boolean replace(KeyRange known, KeyRange next) {
        for (int i = 0; i < ranges.size(); i++) {
            KeyRange stored = ranges.get(i);
            if (isSame(stored, known)) {
                if (!stored.owner().equals(known.owner()) || stored.beat() != known.beat()) {
                    return false;
                }
                ranges.set(i, next);
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized RunFigures figures(String run) {
        return ranges.stream()
                .filter(range -> range.run().equals(run))
                .map(KeyRange::figures)
                .reduce(RunFigures.NONE, RunFigures::plus);
    }

    synchronized void forget(String run) {
        ranges.removeIf(range -> range.run().equals(run));
    }

    private static boolean isSame(KeyRange one, KeyRange other) {
        return one.run().equals(other.run()) && one.part().equals(other.part()) && one.number() == other.number();
    }
}
