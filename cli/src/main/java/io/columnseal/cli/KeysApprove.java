package io.columnseal.cli;

import io.columnseal.key.Approval;
import io.columnseal.key.Approvals;
import picocli.CommandLine.Command;

/** Agrees to a request. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Agrees to what another database user requested. Read the request first: keys requests.")
final class KeysApprove extends RequestDecision {

    @Override
    Approval decide(Approvals approvals, String id, String actor, String reason) {
        return approvals.approve(id, actor, reason);
    }
}
