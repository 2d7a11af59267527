package io.columnseal.key;

import io.columnseal.catalogue.RegisteredColumn;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that an {@link InMemoryDataKeyStore} holds but its access log, as one value, in an order of its own: equal
 * contents are equal values.
 */
record StoreContent(
        long revision,
        List<Key> keys,
        List<KeyNote> notes,
        List<StoredApproval> approvals,
        List<RegisteredColumn> columns,
        List<Node> nodes) {

    static final StoreContent EMPTY = new StoreContent(0, List.of(), List.of(), List.of(), List.of(), List.of());

    StoreContent {
        keys = sorted(keys, Comparator.comparing(key -> key.row().identity().id(), KeyId.UNSIGNED));
        notes = sorted(notes, Comparator.comparing(KeyNote::key, KeyId.UNSIGNED).thenComparing(KeyNote::kind));
        approvals = sorted(
                approvals, Comparator.comparing(stored -> stored.approval().id()));
        columns = sorted(
                columns,
                Comparator.comparing(RegisteredColumn::application)
                        .thenComparing(RegisteredColumn::entity)
                        .thenComparing(RegisteredColumn::attribute));
        nodes = sorted(nodes, Comparator.comparing(Node::id));
    }

    /** @param changedAt the revision of the store that wrote the row last, 0 if that is not known */
    record Key(DataKeyRow row, long changedAt) {}

    /** @param heardAt nanoseconds of the store's clock */
    record Node(String id, String application, long revision, long beat, long heardAt) {}

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
