package io.columnseal.key;

import java.util.List;
import java.util.Optional;

/** Requests in a key file. */
record FileApprovalStore(KeyFile file) implements ApprovalStore {

    @Override
    public Optional<StoredApproval> find(String id) {
        return file.read().store().approvals().find(id);
    }

    @Override
    public List<StoredApproval> findAll(List<Approval.State> states) {
        return file.read().store().approvals().findAll(states);
    }

    @Override
    public boolean write(StoredApproval approval, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return file.change(store -> store.approvals().write(approval, entries, chain));
    }
}
