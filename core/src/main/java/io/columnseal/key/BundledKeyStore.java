package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnRegistry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys of a {@link KeyBundle}: what is beside keys lives as long as this object, and no key is made or changed. */
final class BundledKeyStore implements DataKeyStore {

    private final InMemoryDataKeyStore store;
    private final SystemKeyPin pin;

    BundledKeyStore(InMemoryDataKeyStore store, SystemKeyPin pin) {
        this.store = store;
        this.pin = pin;
    }

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        if (!rows.isEmpty()) {
            KeyIdentity identity = rows.get(0).identity();
            throw new ConfigurationException(
                    KeyBundle.VARIABLE,
                    "holds all keys that there are: none is made or changed for the tenant " + identity.tenant() + " ("
                            + identity.usage()
                            + "). For a new FIELD key make another bundle (columnseal bundle rotate);"
                            + " for other tenants and to leave a KEK it takes a key table");
        }
        return store.write(rows, entries, chain);
    }

    /** What a bundle holds is changed by making another one. */
    @Override
    public boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return write(rows.stream().map(RestoredRow::row).toList(), entries, chain);
    }

    @Override
    public SystemKeyPin systemKeyPin() {
        return pin;
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
    public boolean isEmpty() {
        return store.isEmpty();
    }

    @Override
    public ColumnRegistry columns() {
        return store.columns();
    }

    @Override
    public NodeRegistry nodes() {
        return store.nodes();
    }

    @Override
    public AccessLog accessLog() {
        return store.accessLog();
    }

    @Override
    public KeyNotes notes() {
        return store.notes();
    }

    @Override
    public ApprovalStore approvals() {
        return store.approvals();
    }
}
