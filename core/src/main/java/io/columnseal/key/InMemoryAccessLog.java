package io.columnseal.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The access log of an {@link InMemoryDataKeyStore}. */
final class InMemoryAccessLog implements AccessLog {

    private static final byte[] NONE = new byte[0];

    private final List<LoggedEntry> logged = new ArrayList<>();
    private final Map<String, Map<KeyId, Integer>> keys = new HashMap<>();
    private final LogHead before;

    InMemoryAccessLog() {
        this(new LogHead(0, NONE));
    }

    /** A log that goes on behind entries that it does not hold. */
    InMemoryAccessLog(LogHead before) {
        this.before = before;
    }

    @Override
    public synchronized void append(List<Entry> entries, AccessLogChain chain) {
        if (!entries.isEmpty()) {
            List<LoggedEntry> linked = chain.link(head(), entries);
            logged.addAll(linked);
            linked.forEach(each -> take(each.entry()));
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
        HourlyCount count = new HourlyCount(since);
        logged.forEach(each -> count.add(each.entry()));
        return count.tallies();
    }

    @Override
    public synchronized Optional<Instant> firstUse(String kekId) {
        return logged.stream()
                .map(LoggedEntry::entry)
                .filter(entry -> kekId.equals(entry.kekId()))
                .map(Entry::time)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized Map<KeyId, Integer> keysOf(String tenant) {
        return Map.copyOf(keys.getOrDefault(tenant, Map.of()));
    }

    private void take(Entry entry) {
        String tenant = entry.tenant();
        KeyId key = entry.keyId();
        Integer version = entry.keyVersion();
        if (entry.success() && tenant != null && key != null && version != null) {
            keys.computeIfAbsent(tenant, each -> new HashMap<>()).merge(key, version, Math::max);
        }
    }

    /** Nobody reaches it but through this interface. */
    @Override
    public Protection protection() {
        return Protection.APPEND_ONLY;
    }

    private LogHead head() {
        return logged.isEmpty() ? before : logged.get(logged.size() - 1).head();
    }
}
