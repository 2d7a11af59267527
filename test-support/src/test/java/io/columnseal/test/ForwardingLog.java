package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.KeyId;
import io.columnseal.key.LogTally;
import io.columnseal.key.LoggedEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An access log that does what another one does, until a test overrides it. */
class ForwardingLog implements AccessLog {

    private final AccessLog log;

    ForwardingLog(AccessLog log) {
        this.log = log;
    }

    @Override
    public void append(List<Entry> entries, AccessLogChain chain) {
        log.append(entries, chain);
    }

    @Override
    public List<LoggedEntry> read(long after, int limit) {
        return log.read(after, limit);
    }

    @Override
    public long lastSequence() {
        return log.lastSequence();
    }

    @Override
    public List<LogTally> tally(Instant since) {
        return log.tally(since);
    }

    @Override
    public Optional<Instant> firstUse(String kekId) {
        return log.firstUse(kekId);
    }

    @Override
    public Map<KeyId, Integer> keysOf(String tenant) {
        return log.keysOf(tenant);
    }

    @Override
    public Protection protection() {
        return log.protection();
    }
}
