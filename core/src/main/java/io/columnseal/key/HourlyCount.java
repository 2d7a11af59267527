package io.columnseal.key;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts entries of the access log as {@link AccessLog#tally} says. Not for many threads. */
final class HourlyCount {

    private final Map<Doing, Long> occurrences = new HashMap<>();
    private final Instant since;

    HourlyCount(Instant since) {
        this.since = since;
    }

    void add(AccessLog.Entry entry) {
        if (!entry.time().isBefore(since)) {
            occurrences.merge(Doing.of(entry), (long) entry.occurrences(), Long::sum);
        }
    }

    List<LogTally> tallies() {
        return occurrences.entrySet().stream()
                .map(counted -> counted.getKey().times(counted.getValue()))
                .toList();
    }

    private record Doing(
            Instant hour,
            String operation,
            boolean success,
            String actor,
            @Nullable String origin) {

        static Doing of(AccessLog.Entry entry) {
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
