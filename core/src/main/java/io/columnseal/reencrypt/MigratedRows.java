package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.MigrationRun.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What a migration does with the rows of one column, and how it looks at them afterwards.
 *
 * @param unnamed owner of rows that name none, or null
 * @param formerTenant whose values are given to others, where they are
 * @param lookalikes whether they are sealed, too
 * @param trusting whether what an importer opens without verifying it is sealed, whatever it does not open
 */
record MigratedRows(
        Migration.Sources sources,
        SealedNormalForms normalForms,
        @Nullable String unnamed,
        String formerTenant,
        boolean lookalikes,
        boolean trusting,
        DriftTaker drift,
        Retries retries) {

    /** @throws ConfigurationException if values of the column cannot lie in it unsealed and have to */
    RowMigration changing(Direction direction, ColumnSql sql, MigratingColumn column) {
        return switch (direction) {
            case SEALING -> new RowSealing(sql, unsealed(column), drift, owner(sql), sealing(sql), lookalikes);
            case OPENING -> new RowOpening(values(sql), unsealed(column));
            case ASSIGNING -> new RowAssigning(values(sql), formerTenant, owner(sql), sealing(sql));
        };
    }

    /** Null where nothing is sealed afterwards. */
    @Nullable RowMigration checking(Direction direction, ColumnSql sql) {
        return switch (direction) {
            case SEALING -> new RowChecking(values(sql), owner(sql));
            case OPENING -> null;
            case ASSIGNING -> new AssignmentChecking(values(sql), formerTenant, owner(sql));
        };
    }

    /** Null where nothing could be taken for what it is not. */
    @Nullable RowMigration trial(Direction direction, ColumnSql sql, MigratingColumn column) {
        boolean doubtful = direction == Direction.SEALING
                && !trusting
                && column.importer() != null
                && !column.importer().isAuthenticating();
        return doubtful ? new ImportChecking(values(sql), owner(sql), unsealed(column), lookalikes) : null;
    }

    private RowValues values(ColumnSql sql) {
        return new RowValues(
                sql,
                drift,
                new NamedKeys(sources.keyStore(), sources.authentic(), retries),
                new ValueOpener(sources.fields(), retries));
    }

    private PlainSealing sealing(ColumnSql sql) {
        return new PlainSealing(
                sql, sources.fields(), new IndexValueMaker(sources.indexer(), retries), normalForms, retries);
    }

    private RowOwner owner(ColumnSql sql) {
        return new RowOwner(sql.column(), sources.defaultTenant(), unnamed);
    }

    private static UnsealedForm unsealed(MigratingColumn column) {
        return UnsealedForm.of(column.column().storage(), column.column().codec(), column.importer())
                .orElseThrow(() -> new ConfigurationException(
                        column.setting(), "values of this type do not lie in one column sealed and unsealed"));
    }
}
