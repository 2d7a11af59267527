package io.columnseal.cli;

import io.columnseal.key.Approval;
import io.columnseal.key.Approvals;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decides about a request of somebody else. */
@Command
abstract class RequestDecision extends Operation {

    @Parameters(paramLabel = "REQUEST", description = "its id, as keys requests tells")
    private String id = "";

    @Mixin
    private KeyOptions options = new KeyOptions();

    /** @return the request as it is then */
    abstract Approval decide(Approvals approvals, String id, String actor, String reason);

    @Override
    final int run(Deployment deployment) {
        String reason = options.reason();
        Approvals approvals = deployment.seal().keys().approvals();
        print(RequestListing.of(List.of(decide(approvals, id, deployment.actor(), reason))));
        return ExitCode.OK;
    }
}
