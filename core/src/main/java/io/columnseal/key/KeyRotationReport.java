package io.columnseal.key;

import java.util.List;

/**
 * What became of the keys of many tenants.
 *
 * @param rotated the new active keys that this call made
 * @param rotatedElsewhere the new active keys that other nodes made at the same time
 * @param failures the tenants whose keys are still the ones they were, and why
 */
public record KeyRotationReport(List<KeyInfo> rotated, List<KeyInfo> rotatedElsewhere, List<Failure> failures) {

    public KeyRotationReport {
        rotated = List.copyOf(rotated);
        rotatedElsewhere = List.copyOf(rotatedElsewhere);
        failures = List.copyOf(failures);
    }

    /** Whether no tenant failed. */
    public boolean complete() {
        return failures.isEmpty();
    }

    /**
     * A tenant whose key was not rotated.
     *
     * @param tenant empty if not even that can be read of a malformed row
     * @param error as it was thrown: one that is no {@link io.columnseal.ColumnSealException} comes from a KMS or key store
     *     of somebody else's making, and its message may hold anything
     */
    public record Failure(String tenant, RuntimeException error) {}
}
