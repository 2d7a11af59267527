package io.columnseal.key;

import io.columnseal.KeyOperationRefusedException.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@link Approvals} of the key tables. */
final class GatedApprovals implements Approvals {

    private static final Set<KeyOperation> DECISIONS =
            EnumSet.of(KeyOperation.REQUEST, KeyOperation.APPROVE, KeyOperation.REJECT);

    private final OperationGate gate;
    private final DualControl control;

    GatedApprovals(OperationGate gate, DualControl control) {
        this.gate = gate;
        this.control = control;
    }

    @Override
    public Approval request(
            KeyOperation operation,
            @Nullable String tenant,
            @Nullable KeyId key,
            @Nullable String subject,
            String actor,
            String reason) {
        if (DECISIONS.contains(operation)) {
            throw new IllegalArgumentException(operation + " is about a request, and takes none itself");
        }
        StoredText.requireIfThere("subject", subject, Subject.MAX_LENGTH);
        if (subject == null && Subject.isNeededFor(operation)) {
            throw new IllegalArgumentException(operation
                    + " is approved for one subject: request what was refused, request(refused, actor, reason)");
        }
        KeyAccess asked = new KeyAccess(KeyOperation.REQUEST, actor, reason, tenant, key, subject, operation);
        Deed deed = gate.admit(asked);
        requirePerson(asked, deed);
        if (tenant != null) {
            StoredText.requireTenant(tenant, KeyUsage.FIELD);
        }
        return control.request(
                new KeyAccess(operation, deed.actor(), reason, tenant, key, subject),
                request -> gate.entry(deed, request));
    }

    @Override
    public Approval approve(String id, String actor, String reason) {
        return decide(id, KeyOperation.APPROVE, Approval.State.APPROVED, actor, reason);
    }

    @Override
    public Approval reject(String id, String actor, String reason) {
        return decide(id, KeyOperation.REJECT, Approval.State.REJECTED, actor, reason);
    }

    @Override
    public List<Approval> open() {
        return control.open();
    }

    private Approval decide(String id, KeyOperation operation, Approval.State decision, String actor, String reason) {
        Approval request = control.find(id).orElse(null);
        KeyAccess asked = request == null
                ? new KeyAccess(operation, actor, reason, null, null)
                : new KeyAccess(
                        operation,
                        actor,
                        reason,
                        request.tenant(),
                        request.key(),
                        request.subject(),
                        request.operation());
        Deed deed = gate.admit(asked);
        requirePerson(asked, deed);
        boolean approves = decision == Approval.State.APPROVED;
        if (request == null || (approves && request.state() != Approval.State.REQUESTED)) {
            throw gate.refused(
                    asked,
                    Refusal.NOT_APPROVED,
                    "there is no open request " + id + ": it expired, was decided, or edited");
        }
        if (approves && ActorName.isSame(request.requestedBy(), deed.actor())) {
            throw gate.refused(asked, Refusal.NOT_APPROVED, "nobody approves what he requested himself");
        }
        return control.decide(request, decision, deed.actor(), decided -> gate.entry(deed, decided))
                .orElseThrow(() -> gate.refused(
                        asked, Refusal.NOT_APPROVED, "somebody else decided on the request " + id + " first"));
    }

    private void requirePerson(KeyAccess asked, Deed deed) {
        if (ActorName.isSame(deed.actor(), AccessLog.SYSTEM_ACTOR)) {
            throw gate.refused(asked, Refusal.NOT_APPROVED, "it takes two people, and the system is none");
        }
    }
}
