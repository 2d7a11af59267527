package io.columnseal.audit;

import io.columnseal.key.LogHead;
import java.util.List;

/**
 * What verifying the access log found.
 *
 * @param archived up to which entry the log was archived and removed; 0 if it is there from its beginning
 * @param verified how many entries were read and compared with their MACs
 * @param head the last of them; worth keeping elsewhere
 * @param lost how many entries nodes say that they could not write, since the store did not answer for too long
 * @param findings what is wrong, by number; of very many only the first {@value #MAX_FINDINGS}
 */
public record AuditReport(long archived, long verified, LogHead head, long lost, List<AuditFinding> findings) {

    /** How many findings are told apart. */
    public static final int MAX_FINDINGS = 1_000;

    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether every entry is there as it was written. */
    public boolean isClean() {
        return findings.isEmpty();
    }
}
