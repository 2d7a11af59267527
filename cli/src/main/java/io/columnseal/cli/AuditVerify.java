package io.columnseal.cli;

import io.columnseal.audit.AuditReport;
import picocli.CommandLine.Command;

/** Compares every entry of the access log with its MAC and with the one before. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies every entry of the access log; ends with 1 if one is missing, edited or moved.")
final class AuditVerify extends Operation {

    @Override
    int run(Deployment deployment) {
        AuditReport report = deployment.seal().audit().verify();
        note(report.verified() + " entries verified, the last one is number "
                + report.head().sequence()
                + (report.archived() > 0 ? ", archived up to number " + report.archived() : "")
                + (report.lost() > 0 ? ", " + report.lost() + " could not be written" : ""));
        Listing listing = new Listing(4, "kind", "first", "last", "problem");
        report.findings()
                .forEach(finding -> listing.add(finding.kind(), finding.first(), finding.last(), finding.problem()));
        print(listing);
        return report.isClean() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
