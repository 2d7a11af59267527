package io.columnseal.key;

import java.util.List;

/**
 * What became of the keys of many tenants.
 *
 * @param rotated the active keys afterwards of the tenants that were rotated, by this node or by another one at the same
 *     time
 * @param failures the tenants whose keys are still the ones they were, and why
 */
public record KeyRotationReport(List<KeyInfo> rotated, List<Failure> failures) {

    public KeyRotationReport {
        rotated = List.copyOf(rotated);
        failures = List.copyOf(failures);
    }

    /** Whether no tenant failed. */
    public boolean complete() {
        return failures.isEmpty();
    }

    /** A tenant whose key was not rotated. */
    public record Failure(String tenant, RuntimeException error) {}
}
