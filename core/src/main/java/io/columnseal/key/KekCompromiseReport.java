package io.columnseal.key;

import java.util.List;

/**
 * What the answer to a leaked KEK did. Complete or not, values under the marked keys have to move: see {@link
 * io.columnseal.ColumnSeal#reencryption}.
 *
 * @param kekId the leaked KEK
 * @param marked the data keys that this call marked as COMPROMISED; each one that was active has a successor
 * @param failures the exposed data keys that are not marked, and why
 * @param rewrap how many keys were wrapped under their tenant's current KEK, the leaked ones included since their values
 *     have to open until they moved, and which KEK wraps how many now
 * @param late how many keys came under the leaked KEK while this ran, or are under it still: a node has it as its current one,
 *     unless rewrapping failed
 */
public record KekCompromiseReport(
        String kekId, List<KeyInfo> marked, List<Failure> failures, RewrapReport rewrap, int late) {

    public KekCompromiseReport {
        marked = List.copyOf(marked);
        failures = List.copyOf(failures);
    }

    /**
     * Whether every exposed key is marked, and none is wrapped under the leaked KEK any more, nor will be as far as this saw.
     * Otherwise, or while a row is malformed, {@link Keks#markCompromised} is run again once the failures are mended, or the node that still has it.
     */
    public boolean complete() {
        return failures.isEmpty() && late == 0 && rewrap.complete();
    }

    /** A key that still is what it was. */
    public record Failure(KeyInfo key, RuntimeException error) {

        /** What may be shown of the error. */
        public String problem() {
            return KekCompromise.described(error);
        }
    }
}
