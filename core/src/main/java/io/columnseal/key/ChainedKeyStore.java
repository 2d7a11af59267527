package io.columnseal.key;

import io.columnseal.catalogue.ColumnRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store whose entries of the access log are linked by this node's {@link AuditTrail}. */
final class ChainedKeyStore implements DataKeyStore {

    private final DataKeyStore store;
    private final AuditTrail trail;
    private final AccessLog accessLog;
    private final ApprovalStore approvals;

    ChainedKeyStore(DataKeyStore store, AuditTrail trail) {
        this.store = store;
        this.trail = trail;
        this.accessLog = new ChainedLog();
        this.approvals = new ChainedApprovals();
    }

    @Override
    public void verify() {
        store.verify();
    }

    @Override
    public Optional<DataKeyRow> find(KeyId id) {
        return store.find(id);
    }

    @Override
    public List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
        return store.findAll(tenant, usage, malformed);
    }

    @Override
    public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
        return store.findActive(tenant, usage);
    }

    @Override
    public KeyPage page(@Nullable KeyId after, int limit) {
        return store.page(after, limit);
    }

    /** The chain is always that of the trail. */
    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return trail.write(rows, entries);
    }

    /** The chain is always that of the trail. */
    @Override
    public boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return trail.restore(rows, entries);
    }

    @Override
    public OptionalLong reserveSeals(KeyId id, long seals, long limit) {
        return store.reserveSeals(id, seals, limit);
    }

    @Override
    public void returnSeals(KeyId id, long seals, long counted) {
        store.returnSeals(id, seals, counted);
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public boolean isEmpty() {
        return store.isEmpty();
    }

    @Override
    public ColumnRegistry columns() {
        return store.columns();
    }

    @Override
    public KeyChanges changesSince(long revision) {
        return store.changesSince(revision);
    }

    @Override
    public NodeRegistry nodes() {
        return store.nodes();
    }

    @Override
    public ApprovalStore approvals() {
        return approvals;
    }

    @Override
    public KeyNotes notes() {
        return store.notes();
    }

    @Override
    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public void close() {
        store.close();
    }

    private final class ChainedApprovals implements ApprovalStore {

        @Override
        public Optional<StoredApproval> find(String id) {
            return store.approvals().find(id);
        }

        @Override
        public List<StoredApproval> findAll(List<Approval.State> states) {
            return store.approvals().findAll(states);
        }

        /** The chain is always that of the trail. */
        @Override
        public boolean write(StoredApproval approval, List<AccessLog.Entry> entries, AccessLogChain chain) {
            return trail.write(approval, entries);
        }
    }

    private final class ChainedLog implements AccessLog {

        @Override
        public void append(List<Entry> entries, AccessLogChain chain) {
            trail.append(entries);
        }

        @Override
        public List<LoggedEntry> read(long after, int limit) {
            return store.accessLog().read(after, limit);
        }

        @Override
        public long lastSequence() {
            return store.accessLog().lastSequence();
        }

        @Override
        public List<LogTally> tally(Instant since) {
            return store.accessLog().tally(since);
        }

        @Override
        public Optional<Instant> firstUse(String kekId) {
            return store.accessLog().firstUse(kekId);
        }

        @Override
        public Map<KeyId, Integer> keysOf(String tenant) {
            return store.accessLog().keysOf(tenant);
        }

        @Override
        public Protection protection() {
            return store.accessLog().protection();
        }
    }
}
