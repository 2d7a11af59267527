package io.columnseal.key;

import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.InMemoryColumnRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that live as long as this object: for tests and trials. Whatever was sealed under them is lost with it. Keeps the
 * whole contract of {@link DataKeyStore}, so several {@link io.columnseal.ColumnSeal} on one of these act like nodes on
 * one database.
 */
public final class InMemoryDataKeyStore implements DataKeyStore {

    private static final Comparator<DataKeyRow> NEWEST_FIRST = Comparator.comparingInt(
                    (DataKeyRow row) -> row.identity().version())
            .reversed();

    private final Map<KeyId, DataKeyRow> rows = new HashMap<>();
    private final AccessLog accessLog;
    private final ColumnRegistry columns;
    private final InMemoryKeyNotes notes = new InMemoryKeyNotes();
    private final InMemoryApprovalStore approvals;
    private final InMemoryNodeRegistry nodes;
    private final Map<KeyId, Long> changedRevisions = new HashMap<>();
    private long revision;

    public InMemoryDataKeyStore() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds, by which nodes are silent */
    InMemoryDataKeyStore(LongSupplier clock) {
        this(StoreContent.EMPTY, new InMemoryAccessLog(), clock);
    }

    /**
     * A store that goes on from what another one held.
     *
     * @param clock nanoseconds, by which nodes are silent
     */
    InMemoryDataKeyStore(StoreContent content, AccessLog accessLog, LongSupplier clock) {
        this.accessLog = accessLog;
        this.revision = content.revision();
        content.keys().forEach(key -> {
            rows.put(key.row().identity().id(), key.row());
            changedRevisions.put(key.row().identity().id(), key.changedAt());
        });
        content.notes().forEach(notes::put);
        this.columns = new InMemoryColumnRegistry(content.columns());
        this.approvals = new InMemoryApprovalStore(content.approvals(), accessLog);
        this.nodes = new InMemoryNodeRegistry(content.nodes(), clock);
    }

    /** A store that holds these rows, as if they had been written one by one. */
    static InMemoryDataKeyStore of(List<DataKeyRow> rows) {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        rows.forEach(row -> store.rows.put(row.identity().id(), row));
        return store;
    }

    /** What this store holds now. */
    synchronized StoreContent content() {
        List<StoreContent.Key> keys = rows.values().stream()
                .map(row -> new StoreContent.Key(
                        row, changedRevisions.getOrDefault(row.identity().id(), 0L)))
                .toList();
        return new StoreContent(revision, keys, notes.all(), approvals.all(), columns.findAll(), nodes.content());
    }

    @Override
    public void verify() {
        // Always there
    }

    @Override
    public synchronized Optional<DataKeyRow> find(KeyId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
        return rows.values().stream()
                .filter(row -> belongsTo(row, tenant, usage))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    @Override
    public synchronized Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
        return rows.values().stream()
                .filter(row -> row.state() == KeyState.ACTIVE && belongsTo(row, tenant, usage))
                .findFirst();
    }

    @Override
    public synchronized KeyPage page(@Nullable KeyId after, int limit) {
        List<DataKeyRow> page = rows.values().stream()
                .filter(row ->
                        after == null || KeyId.UNSIGNED.compare(row.identity().id(), after) > 0)
                .sorted(Comparator.comparing(row -> row.identity().id(), KeyId.UNSIGNED))
                .limit(limit)
                .toList();
        return KeyPage.of(page, limit);
    }

    @Override
    public synchronized boolean write(List<DataKeyRow> changes, List<AccessLog.Entry> entries, AccessLogChain chain) {
        Map<KeyId, DataKeyRow> next = new HashMap<>(rows);
        for (DataKeyRow change : changes) {
            DataKeyRow stored = next.get(change.identity().id());
            if (change.revision() == 1
                    ? stored != null
                    : stored == null || stored.revision() != change.revision() - 1) {
                return false;
            }
            next.put(change.identity().id(), stored == null ? change : replacement(stored, change));
        }
        return commit(changes, next, entries, chain);
    }

    private boolean commit(
            List<DataKeyRow> changes,
            Map<KeyId, DataKeyRow> next,
            List<AccessLog.Entry> entries,
            AccessLogChain chain) {
        if (changes.stream().anyMatch(change -> collides(change, next.values()))) {
            return false;
        }
        accessLog.append(entries, chain);
        rows.clear();
        rows.putAll(next);
        revision++;
        changes.forEach(change -> changedRevisions.put(change.identity().id(), revision));
        return true;
    }

    @Override
    public synchronized boolean restore(
            List<RestoredRow> changes, List<AccessLog.Entry> entries, AccessLogChain chain) {
        Map<KeyId, DataKeyRow> next = new HashMap<>(rows);
        for (RestoredRow change : changes) {
            KeyId id = change.row().identity().id();
            DataKeyRow stored = rows.get(id);
            if (change.isAdded() ? stored != null : stored == null || stored.revision() != change.replacedRevision()) {
                return false;
            }
            next.put(id, change.row());
        }
        return commit(changes.stream().map(RestoredRow::row).toList(), next, entries, chain);
    }

    @Override
    public synchronized OptionalLong reserveSeals(KeyId id, long seals, long limit) {
        DataKeyRow row = rows.get(id);
        if (row == null || row.state() != KeyState.ACTIVE || row.sealCount() > limit - seals) {
            return OptionalLong.empty();
        }
        rows.put(id, row.withSealCount(row.sealCount() + seals));
        return OptionalLong.of(row.sealCount() + seals);
    }

    @Override
    public synchronized void returnSeals(KeyId id, long seals, long counted) {
        rows.computeIfPresent(id, (key, row) -> row.sealCount() == counted ? row.withSealCount(counted - seals) : row);
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public synchronized KeyChanges changesSince(long since) {
        List<KeyChange> changes = rows.values().stream()
                .filter(row -> row.state() != KeyState.PENDING)
                .filter(row -> changedRevisions.getOrDefault(row.identity().id(), 0L) > since)
                .map(InMemoryDataKeyStore::change)
                .toList();
        return new KeyChanges(revision, changes);
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    @Override
    public synchronized boolean isEmpty() {
        return rows.values().stream().allMatch(row -> row.state() == KeyState.PENDING);
    }

    @Override
    public ColumnRegistry columns() {
        return columns;
    }

    @Override
    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public ApprovalStore approvals() {
        return approvals;
    }

    @Override
    public KeyNotes notes() {
        return notes;
    }

    /** The entries of the access log, oldest first. */
    public List<AccessLog.Entry> uses() {
        return accessLog.read(0, Integer.MAX_VALUE).stream()
                .map(LoggedEntry::entry)
                .toList();
    }

    /** All rows, in no order. */
    public synchronized List<DataKeyRow> rows() {
        return new ArrayList<>(rows.values());
    }

    private static KeyChange change(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        return new KeyChange(identity.id(), identity.tenant(), identity.usage(), row.state());
    }

    private static boolean belongsTo(DataKeyRow row, String tenant, KeyUsage usage) {
        return row.identity().usage() == usage && row.identity().tenant().equals(tenant);
    }

    private static boolean collides(DataKeyRow change, Iterable<DataKeyRow> rows) {
        KeyIdentity identity = change.identity();
        for (DataKeyRow row : rows) {
            if (!row.identity().id().equals(identity.id())
                    && belongsTo(row, identity.tenant(), identity.usage())
                    && (row.identity().version() == identity.version()
                            || row.state() == KeyState.ACTIVE && change.state() == KeyState.ACTIVE)) {
                return true;
            }
        }
        return false;
    }

    private static DataKeyRow replacement(DataKeyRow stored, DataKeyRow change) {
        return new DataKeyRow(
                stored.identity(),
                change.state(),
                change.wrappedKey(),
                change.recoveryWrappedKey(),
                stored.checkValue(),
                stored.sealCount(),
                stored.createdAt(),
                stored.createdBy(),
                change.changedAt(),
                change.changedBy(),
                change.reason(),
                change.revision(),
                change.stateMac());
    }
}
