package io.columnseal.test;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyPage;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fails one call; every second one of those after it was done, as when a connection breaks during commit. */
final class FailingStore extends ForwardingStore {

    private final int failing;
    private int calls;

    /** @param failing which call fails, counted from 0 */
    FailingStore(DataKeyStore store, int failing) {
        super(store);
        this.failing = failing;
    }

    /** Whether so many calls were made that one failed. */
    boolean hasFailed() {
        return calls > failing / 2;
    }

    @Override
    public Optional<DataKeyRow> find(KeyId id) {
        return failingOnce(() -> super.find(id));
    }

    @Override
    public List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
        return failingOnce(() -> super.findAll(tenant, usage, malformed));
    }

    @Override
    public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
        return failingOnce(() -> super.findActive(tenant, usage));
    }

    @Override
    public KeyPage page(@Nullable KeyId after, int limit) {
        return failingOnce(() -> super.page(after, limit));
    }

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return failingOnce(() -> super.write(rows, entries, chain));
    }

    @Override
    public boolean isEmpty() {
        return failingOnce(super::isEmpty);
    }

    private <T> T failingOnce(Supplier<T> call) {
        int number = calls++;
        if (number == failing / 2) {
            if (failing % 2 == 1) {
                T unused = call.get();
            }
            throw new KeyStoreUnavailableException("be reached", new IllegalStateException("connection reset"));
        }
        return call.get();
    }
}
