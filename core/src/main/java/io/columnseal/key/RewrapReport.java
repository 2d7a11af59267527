package io.columnseal.key;

import io.columnseal.ColumnSealException;
import java.util.List;

/**
 * What one pass over the key table did.
 *
 * @param rewrapped how many keys this pass wrapped anew; others may have been done by other nodes
 * @param failures the keys that are still wrapped as they were, and why
 * @param status what holds after the pass
 */
public record RewrapReport(int rewrapped, List<Failure> failures, KekStatus status) {

    public RewrapReport {
        failures = List.copyOf(failures);
    }

    /** Whether every key is wrapped under the current KEK, and under the recovery key if there is one. */
    public boolean complete() {
        return failures.isEmpty() && status.complete();
    }

    /** A key that could not be wrapped anew. */
    public record Failure(KeyInfo key, ColumnSealException error) {}
}
