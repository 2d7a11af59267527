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
     * Inserts a request of revision 1, or changes state and decider of the one of the revision before.
     *
     * @return false if somebody else was first
     */
    boolean write(StoredApproval approval);
}
