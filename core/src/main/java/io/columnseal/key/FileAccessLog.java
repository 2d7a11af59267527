package io.columnseal.key;

import io.columnseal.KeyStoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The access log beside a key file. */
final class FileAccessLog implements AccessLog {

    private final KeyFile file;

    FileAccessLog(KeyFile file) {
        this.file = file;
    }

    @Override
    public void append(List<Entry> entries, AccessLogChain chain) {
        file.change(store -> {
            store.accessLog().append(entries, chain);
            return entries;
        });
    }

    @Override
    public List<LoggedEntry> read(long after, int limit) {
        List<LoggedEntry> page = new ArrayList<>();
        walk(end -> file.log().read(end, after, entry -> {
            boolean room = page.size() < limit;
            if (room) {
                page.add(entry);
            }
            return room;
        }));
        return page;
    }

    @Override
    public long lastSequence() {
        return file.read().content().log().entries();
    }

    @Override
    public List<LogTally> tally(Instant since) {
        HourlyCount count = new HourlyCount(since);
        walk(end -> file.log().readSince(end, since, logged -> count.add(logged.entry())));
        return count.tallies();
    }

    @Override
    public Optional<Instant> firstUse(String kekId) {
        List<Instant> first = new ArrayList<>();
        walk(end -> file.log().read(end, 0, logged -> {
            AccessLog.Entry entry = logged.entry();
            if (kekId.equals(entry.kekId())) {
                Instant earlier = first.isEmpty() ? null : first.get(0);
                first.clear();
                first.add(earlier(earlier, entry.time()));
            }
            return true;
        }));
        return first.stream().findFirst();
    }

    /** Keys and entries are replaced as one, so that no entry knows of a key that the file does not hold. */
    @Override
    public Map<KeyId, Integer> keysOf(String tenant) {
        InMemoryDataKeyStore stored = file.read().store();
        return Arrays.stream(KeyUsage.values())
                .flatMap(usage -> stored.findAll(tenant, usage).stream())
                .map(DataKeyRow::identity)
                .collect(Collectors.toMap(KeyIdentity::id, KeyIdentity::version));
    }

    /**
     * Not {@link Protection#EDITABLE}, though its owner may edit it: that warns of a right which should be taken away, and
     * nobody can take it from the user of this process. Its MACs show edits, the key file the number and length of what was
     * committed; both put back together, only an audit sink shows.
     */
    @Override
    public Protection protection() {
        return Protection.MACS_ONLY;
    }

    private static Instant earlier(@Nullable Instant left, Instant right) {
        return left != null && left.isBefore(right) ? left : right;
    }

    private void walk(Walk walk) {
        try {
            walk.over(file.read().content().log());
        } catch (IOException e) {
            throw new KeyStoreUnavailableException("read the access log of the key file " + file, e);
        }
    }

    @FunctionalInterface
    private interface Walk {
        void over(KeyFileLog.End end) throws IOException;
    }
}
