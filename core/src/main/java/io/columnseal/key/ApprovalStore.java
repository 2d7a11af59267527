package io.columnseal.key;

import io.columnseal.KeyStoreException;
import java.util.List;
import java.util.Optional;

/**
 * Where requests and approvals lie, the table {@code columnseal_approvals}. Safe for use by many threads and nodes; every
 * method is its own transaction and may throw {@link KeyStoreException}.
 */
public interface ApprovalStore {

    Optional<StoredApproval> find(String id);

    /** Requests in these states, oldest first. */
    List<StoredApproval> findAll(List<Approval.State> states);

    /**
     * Inserts a request of revision 1, or changes state and decider of the one of the revision before, and writes log
     * entries, or does nothing.
     *
     * @param entries what the access log says of this, recorded with it
     * @param chain links the entries, in this transaction
     * @return false if nothing was written because somebody else was first
     */
    boolean write(StoredApproval approval, List<AccessLog.Entry> entries, AccessLogChain chain);

    /** The same with nothing to record. */
    default boolean write(StoredApproval approval) {
        return write(approval, List.of(), AccessLogChain.NONE);
    }
}
