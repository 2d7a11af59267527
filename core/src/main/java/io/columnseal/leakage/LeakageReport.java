package io.columnseal.leakage;

import java.util.List;

/**
 * What the blind indexes of a catalogue reveal. Holds names of tables and tenants, and numbers; no value and no hash.
 *
 * @param indexes one for each column of index values, in the order of the catalogue
 */
public record LeakageReport(List<IndexLeakage> indexes) {

    public LeakageReport {
        indexes = List.copyOf(indexes);
    }

    /** Everything worth saying, in the order of the indexes. */
    public List<LeakageFinding> findings() {
        return indexes.stream().flatMap(index -> index.findings().stream()).toList();
    }

    /** The findings that an index reveals much. */
    public List<LeakageFinding> warnings() {
        return findings().stream().filter(finding -> finding.kind().isWarning()).toList();
    }

    /** For people: a table with a line for each index and its worst tenant, then the findings. */
    @Override
    public String toString() {
        return LeakageText.of(this);
    }
}
