package io.columnseal.cli;

import io.columnseal.key.Approval;
import io.columnseal.key.Approvals;
import picocli.CommandLine.Command;

/** Does not agree to a request. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description =
                "Does not agree to a request, or takes it back: it is not done any more, also if it was approved.")
final class KeysReject extends RequestDecision {

    @Override
    Approval decide(Approvals approvals, String id, String actor, String reason) {
        return approvals.reject(id, actor, reason);
    }
}
