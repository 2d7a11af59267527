package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers what was written and what came back, in order. */
final class RecordingStore extends ForwardingStore {

    final List<String> calls = new ArrayList<>();

    RecordingStore(DataKeyStore store) {
        super(store);
    }

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        rows.forEach(row -> calls.add("write " + row.state()));
        return super.write(rows, entries, chain);
    }

    @Override
    public Optional<DataKeyRow> find(KeyId id) {
        Optional<DataKeyRow> found = super.find(id);
        found.ifPresent(row -> calls.add("find " + row.state()));
        return found;
    }
}
