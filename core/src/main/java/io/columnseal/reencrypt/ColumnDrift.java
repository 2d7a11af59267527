package io.columnseal.reencrypt;

import io.columnseal.migrate.MigrationPhase;

/**
 * How far a column is between unsealed and sealed.
 *
 * @param table as in the catalogue
 * @param column as in the catalogue
 * @param phase as declared
 * @param unsealed values that are not sealed, {@code lookalikes} among them
 * @param sealed values under keys of the key table, whether or not they open
 * @param lookalikes those of the unsealed that have the form of sealed ones, under keys that are not in the key table: plain
 *     values that happen to look so, or values whose keys are lost
 */
public record ColumnDrift(
        String table, String column, MigrationPhase phase, long unsealed, long sealed, long lookalikes) {}
