package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run over the databases of several tenants did.
 *
 * @param reports by the name of the database, in the order of the visits
 * @param failures of databases whose run came to no end; values moved before stay moved
 * @param stopped whether it was stopped before it had visited all
 */
public record TenantReencryptionReport(
        Map<String, ReencryptionReport> reports, Map<String, ReencryptionException> failures, boolean stopped) {

    public TenantReencryptionReport {
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    public long reencrypted() {
        return reports.values().stream()
                .mapToLong(ReencryptionReport::reencrypted)
                .sum();
    }

    /** Values not under their tenant's active key, in the databases whose run came to its end. */
    public long remaining() {
        return reports.values().stream()
                .mapToLong(ReencryptionReport::remaining)
                .sum();
    }

    /** Whether every value in every database is now under its tenant's active key. */
    public boolean complete() {
        return !stopped && failures.isEmpty() && reports.values().stream().allMatch(ReencryptionReport::complete);
    }
}
