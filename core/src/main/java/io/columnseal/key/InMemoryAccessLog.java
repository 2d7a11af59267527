package io.columnseal.key;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access log of an {@link InMemoryDataKeyStore}. */
final class InMemoryAccessLog implements AccessLog {

    private static final byte[] NONE = new byte[0];

    private final List<LoggedEntry> logged = new ArrayList<>();

    @Override
    public synchronized void append(List<Entry> entries, AccessLogChain chain) {
        if (!entries.isEmpty()) {
            logged.addAll(chain.link(head(), entries));
        }
    }

    @Override
    public synchronized List<LoggedEntry> read(long after, int limit) {
        return logged.stream()
                .filter(entry -> entry.sequence() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long lastSequence() {
        return head().sequence();
    }

    @Override
    public synchronized List<LogTally> tally(Instant since) {
        Map<Doing, Long> occurrences = new HashMap<>();
        for (LoggedEntry each : logged) {
            if (!each.entry().time().isBefore(since)) {
                occurrences.merge(Doing.of(each.entry()), (long) each.entry().occurrences(), Long::sum);
            }
        }
        return occurrences.entrySet().stream()
                .map(counted -> counted.getKey().times(counted.getValue()))
                .toList();
    }

    @Override
    public synchronized Optional<Instant> firstUse(String kekId) {
        return logged.stream()
                .map(LoggedEntry::entry)
                .filter(entry -> kekId.equals(entry.kekId()))
                .map(Entry::time)
                .min(Comparator.naturalOrder());
    }

    /** Nobody reaches it but through this interface. */
    @Override
    public Protection protection() {
        return Protection.APPEND_ONLY;
    }

    private LogHead head() {
        return logged.isEmpty()
                ? new LogHead(0, NONE)
                : logged.get(logged.size() - 1).head();
    }

    private record Doing(
            Instant hour,
            String operation,
            boolean success,
            String actor,
            @Nullable String origin) {

        static Doing of(Entry entry) {
            return new Doing(
                    entry.time().truncatedTo(ChronoUnit.HOURS),
                    entry.operation(),
                    entry.success(),
                    entry.actor(),
                    entry.origin());
        }

        LogTally times(long occurrences) {
            return new LogTally(hour, operation, success, actor, origin, occurrences);
        }
    }
}
