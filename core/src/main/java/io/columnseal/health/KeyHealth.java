package io.columnseal.health;

import io.columnseal.health.HealthFinding.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a check of keys and access log found.
 *
 * @param at when it was made
 * @param findings the most urgent first; empty if all is well
 * @param keks the state of each KEK, the common one first
 */
public record KeyHealth(Instant at, List<HealthFinding> findings, List<KekHealth> keks) {

    public KeyHealth {
        findings = findings.stream()
                .sorted(Comparator.comparing(HealthFinding::severity).reversed().thenComparing(HealthFinding::kind))
                .toList();
        keks = List.copyOf(keks);
    }

    /** Whether nothing has to be looked at now. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.severity() == Severity.CRITICAL);
    }
}
