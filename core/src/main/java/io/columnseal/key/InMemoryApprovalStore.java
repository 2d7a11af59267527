package io.columnseal.key;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests that live as long as this object. */
final class InMemoryApprovalStore implements ApprovalStore {

    private final Map<String, StoredApproval> approvals = new HashMap<>();
    private final AccessLog accessLog;

    InMemoryApprovalStore(List<StoredApproval> stored, AccessLog accessLog) {
        this.accessLog = accessLog;
        stored.forEach(each -> approvals.put(each.approval().id(), each));
    }

    synchronized List<StoredApproval> all() {
        return List.copyOf(approvals.values());
    }

    @Override
    public synchronized Optional<StoredApproval> find(String id) {
        return Optional.ofNullable(approvals.get(id));
    }

    @Override
    public synchronized List<StoredApproval> findAll(List<Approval.State> states) {
        return approvals.values().stream()
                .filter(stored -> states.contains(stored.approval().state()))
                .sorted(Comparator.comparing(stored -> stored.approval().requestedAt()))
                .toList();
    }

    @Override
    public synchronized boolean write(StoredApproval next, List<AccessLog.Entry> entries, AccessLogChain chain) {
        StoredApproval before = approvals.get(next.approval().id());
        long revision = before == null ? 0 : before.approval().revision();
        if (next.approval().revision() != revision + 1) {
            return false;
        }
        accessLog.append(entries, chain);
        approvals.put(next.approval().id(), next);
        return true;
    }
}
