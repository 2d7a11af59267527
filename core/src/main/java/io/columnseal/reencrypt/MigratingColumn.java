package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import org.jspecify.annotations.Nullable;

/**
 * A column of which some values may not be sealed.
 *
 * @param column what it is once all are
 * @param phase the one that all nodes are in
 * @param importer what its values are read by that are not sealed; null if they lie there as they are
 */
public record MigratingColumn(
        SealedColumn column, MigrationPhase phase, @Nullable Importer importer) {

    /** Not the importer, which may be a record of somebody's that holds a key. */
    @Override
    public String toString() {
        return "MigratingColumn[" + column.table() + "." + column.column() + ", " + phase + "]";
    }

    /** Name of the setting that declares it. */
    String setting() {
        return MigrationPhase.SETTING_PREFIX + column.table() + "." + column.column();
    }
}
