package io.columnseal.reencrypt;

import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Remembers runs as long as the process lives. */
public final class InMemoryRunStore implements RunStore {

    private final Map<String, Remembered> runs = new HashMap<>();
    private final InMemoryRunRanges ranges = new InMemoryRunRanges();

    @Override
    public synchronized Optional<ReencryptionRun> find(String id) {
        return Optional.ofNullable(runs.get(id)).map(remembered -> remembered.run);
    }

    @Override
    public synchronized List<ReencryptionRun> newest(int limit) {
        return runs.values().stream()
                .map(remembered -> remembered.run)
                .sorted(Comparator.comparing(ReencryptionRun::startedAt).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void begin(ReencryptionRun run, boolean anew) {
        Remembered remembered = anew ? new Remembered(run) : runs.getOrDefault(run.id(), new Remembered(run));
        remembered.run = run;
        if (anew) {
            ranges.forget(run.id());
        }
        runs.put(run.id(), remembered);
    }

    @Override
    public synchronized boolean beginUnlessUnderWay(ReencryptionRun run, boolean anew) {
        Remembered remembered = runs.get(run.id());
        if (remembered != null && remembered.run.state() == State.RUNNING) {
            return false;
        }
        begin(run, anew);
        return true;
    }

    @Override
    public synchronized boolean ask(String id, Wish wish) {
        Remembered remembered = runs.get(id);
        if (remembered == null || remembered.run.state() != State.RUNNING) {
            return false;
        }
        remembered.run = remembered.run.wishing(wish);
        return true;
    }

    @Override
    public synchronized Map<String, @Nullable String> positions(String id) {
        Remembered remembered = runs.get(id);
        return remembered == null ? Map.of() : new HashMap<>(remembered.positions);
    }

    @Override
    public synchronized Wish save(
            ReencryptionRun run, Map<String, @Nullable String> positions, List<QuarantinedValue> found) {
        Remembered remembered = runs.computeIfAbsent(run.id(), id -> new Remembered(run));
        Wish wish = remembered.run.wish();
        if (run.state() == State.FINISHED || remembered.run.state() != State.FINISHED) {
            OptionalLong remaining =
                    run.rowsRemaining().isPresent() ? run.rowsRemaining() : remembered.run.rowsRemaining();
            remembered.run = run.wishing(wish).leaving(remaining);
        }
        remembered.positions.putAll(positions);
        Set<List<String>> listed =
                remembered.quarantine.stream().map(QuarantinedValue::place).collect(Collectors.toSet());
        found.stream().filter(value -> !listed.contains(value.place())).forEach(remembered.quarantine::add);
        return wish;
    }

    @Override
    public synchronized List<QuarantinedValue> quarantine(String id, int limit) {
        Remembered remembered = runs.get(id);
        return remembered == null
                ? List.of()
                : remembered.quarantine.stream().limit(limit).toList();
    }

    @Override
    public RunRanges ranges() {
        return ranges;
    }

    private static final class Remembered {

        private final Map<String, @Nullable String> positions = new HashMap<>();
        private final List<QuarantinedValue> quarantine = new ArrayList<>();
        private ReencryptionRun run;

        Remembered(ReencryptionRun run) {
            this.run = run;
        }
    }
}
