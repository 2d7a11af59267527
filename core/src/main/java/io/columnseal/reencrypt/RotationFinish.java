package io.columnseal.reencrypt;

import io.columnseal.KeyException;
import io.columnseal.key.IndexRotation;
import io.columnseal.key.IndexRotations;
import io.columnseal.reencrypt.IndexRotationReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ends the rotations of INDEX keys of which nothing is stored any more. In this order, for each: the rotation has settled,
 * so that no node writes and no transaction commits a value of the previous key any more; no index column of any
 * application holds one; then the previous key is taken out of use.
 *
 * <p>Where there are unique indexes, that is the second step, of another run. The first: the rotation has settled, so that
 * every write gives a row its next value; every row has one; then the previous key is superseded, so that nodes learn to
 * write no other.
 */
final class RotationFinish {

    private final IndexRotations rotations;
    private final IndexCoverage coverage;
    private final List<CountedDatabase> databases;
    private final Duration longestTransaction;
    private final boolean evenWithoutValues;
    private final RunJournal.Signature signature;

    /**
     * @param databases all that may hold index values
     * @param evenWithoutValues whether a tenant may have no values at all
     */
    RotationFinish(
            IndexRotations rotations,
            IndexCoverage coverage,
            List<CountedDatabase> databases,
            Duration longestTransaction,
            boolean evenWithoutValues,
            RunJournal.Signature signature) {
        this.rotations = rotations;
        this.coverage = coverage;
        this.databases = databases;
        this.longestTransaction = longestTransaction;
        this.evenWithoutValues = evenWithoutValues;
        this.signature = signature;
    }

    /** What became of the rotations, and which of them failed. */
    record Result(List<IndexRotationReport> reports, List<IndexRotationFailure> failures) {}

    /** @param onlyTenant whose rotation is to end; null for those of all tenants that have values in the databases */
    Result run(@Nullable String onlyTenant) {
        // Before anything is counted: what settles later may be written after the count
        Instant now = rotations.now();
        IndexVersions versions = new IndexVersions();
        IndexVersions next = new IndexVersions();
        Set<String> tenants = new TreeSet<>();
        databases.forEach(database -> tenants.addAll(database.count(versions, next)));
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        for (String tenant : onlyTenant == null ? tenants : Set.of(onlyTenant)) {
            boolean seen = evenWithoutValues || tenants.contains(tenant);
            try {
                rotations
                        .of(tenant)
                        .ifPresent(rotation ->
                                result.reports.add(seen ? finish(rotation, now, versions, next) : unseen(rotation)));
            } catch (KeyException e) {
                // Of this tenant's keys: the others' are none the worse for it
                result.failures.add(new IndexRotationFailure(tenant, e));
            }
        }
        return result;
    }

    /** As in the database of another tenant, where nothing is left of this one's previous key, nor ever was. */
    private IndexRotationReport unseen(IndexRotation rotation) {
        return report(rotation, Outcome.NO_VALUES_SEEN, 0, rotation.settledAfter(longestTransaction));
    }

    private IndexRotationReport finish(
            IndexRotation rotation, Instant now, IndexVersions versions, IndexVersions next) {
        Instant settledAt = rotation.settledAfter(longestTransaction);
        if (now.isBefore(settledAt)) {
            return report(rotation, Outcome.NOT_SETTLED, 0, settledAt);
        }
        if (!rotation.superseded() && databases.stream().anyMatch(CountedDatabase::hasUniqueIndexes)) {
            return supersede(rotation, settledAt, next);
        }
        long rowsLeft = versions.rows(rotation.tenant(), rotation.previousVersion());
        if (rowsLeft > 0 || !rotation.tellsKeysApart()) {
            return report(rotation, Outcome.VALUES_LEFT, rowsLeft, settledAt);
        }
        // Another application may have begun to use the keys meanwhile
        coverage.require();
        rotations.end(rotation, signature.actor(), signature.reason());
        return report(rotation, Outcome.FINISHED, 0, settledAt);
    }

    private IndexRotationReport supersede(IndexRotation rotation, Instant settledAt, IndexVersions next) {
        long rowsLeft = next.rowsBesides(rotation.tenant(), rotation.activeVersion());
        if (rowsLeft > 0 || !rotation.tellsKeysApart()) {
            return report(rotation, Outcome.VALUES_LEFT, rowsLeft, settledAt);
        }
        coverage.require();
        coverage.requireNextUnbroken();
        rotations.supersede(rotation, signature.actor(), signature.reason());
        Instant settledAgainAt = rotations
                .of(rotation.tenant())
                .map(superseded -> superseded.settledAfter(longestTransaction))
                .orElse(settledAt);
        return report(rotation, Outcome.SUPERSEDED, 0, settledAgainAt);
    }

    private static IndexRotationReport report(
            IndexRotation rotation, Outcome outcome, long rowsLeft, Instant settledAt) {
        return new IndexRotationReport(rotation.tenant(), rotation.previous().id(), outcome, rowsLeft, settledAt);
    }
}
