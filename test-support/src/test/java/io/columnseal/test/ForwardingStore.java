package io.columnseal.test;

import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.ApprovalStore;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyChanges;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyNotes;
import io.columnseal.key.KeyPage;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import io.columnseal.key.NodeRegistry;
import io.columnseal.key.RestoredRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that does what another one does, until a test overrides it. */
class ForwardingStore implements DataKeyStore {

    private final DataKeyStore store;

    ForwardingStore(DataKeyStore store) {
        this.store = store;
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

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return store.write(rows, entries, chain);
    }

    @Override
    public boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return store.restore(rows, entries, chain);
    }

    @Override
    public OptionalLong reserveSeals(KeyId id, long seals, long limit) {
        return store.reserveSeals(id, seals, limit);
    }

    @Override
    public long revision() {
        return store.revision();
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
    public boolean isEmpty() {
        return store.isEmpty();
    }

    @Override
    public ColumnRegistry columns() {
        return store.columns();
    }

    @Override
    public AccessLog accessLog() {
        return store.accessLog();
    }

    @Override
    public ApprovalStore approvals() {
        return store.approvals();
    }

    @Override
    public KeyNotes notes() {
        return store.notes();
    }
}
