package io.columnseal.leakage;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the figures of an index's tenants up. Not for many threads. */
final class IndexTally {

    /** Least revealing first. */
    private static final Comparator<TenantFigures> BY_LEAKAGE = Comparator.comparing(
                    (TenantFigures figures) -> figures.rows() >= Thresholds.ROWS)
            .thenComparing(TenantFigures::evenness, Comparator.reverseOrder())
            .thenComparing(TenantFigures::rows);

    private final Set<Optional<String>> tenants = new HashSet<>();
    private final Set<Optional<String>> underSeveralKeys = new HashSet<>();
    private long rows;
    private long values;
    private long mostValues;
    private @Nullable TenantFigures worst;
    private @Nullable TenantFigures mostFrequent;
    private @Nullable TenantFigures mostRepeated;

    /** @param identity of the tenant, equal for its figures under several keys; empty if the rows name none */
    void add(Optional<String> identity, TenantFigures figures) {
        if (!tenants.add(identity)) {
            underSeveralKeys.add(identity);
        }
        rows += figures.rows();
        values += figures.values();
        mostValues = Math.max(mostValues, figures.values());
        if (worst == null || BY_LEAKAGE.compare(figures, worst) > 0) {
            worst = figures;
        }
        if (figures.rows() >= Thresholds.ROWS_FOR_SHARE) {
            if (mostFrequent == null || figures.largestShare() > mostFrequent.largestShare()) {
                mostFrequent = figures;
            }
            if (mostRepeated == null || figures.repetitions() > mostRepeated.repetitions()) {
                mostRepeated = figures;
            }
        }
    }

    long rows() {
        return rows;
    }

    long mostValues() {
        return mostValues;
    }

    @Nullable TenantFigures worst() {
        return worst;
    }

    /** The tenant with enough rows of whom one value has the largest share; null if none has enough. */
    @Nullable TenantFigures mostFrequent() {
        return mostFrequent;
    }

    /** The tenant with enough rows whose values occur most often on average; null if none has enough. */
    @Nullable TenantFigures mostRepeated() {
        return mostRepeated;
    }

    int tenantsUnderSeveralKeys() {
        return underSeveralKeys.size();
    }

    /** How often a value occurs on average within its tenant. */
    double repetitions() {
        return values == 0 ? 0 : (double) rows / values;
    }

    IndexLeakage result(SealedColumn column, IndexColumn index, boolean byTenant, List<LeakageFinding> findings) {
        return new IndexLeakage(column, index, byTenant, tenants.size(), rows, values, mostValues, worst, findings);
    }
}
