package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The way back: puts values where they lay before they were sealed, and takes their index values away. */
final class RowOpening implements RowMigration {

    private final ColumnSql sql;
    private final UnsealedForm unsealed;
    private final DriftTaker drift;
    private final NamedKeys keys;
    private final ValueOpener opener;
    private final GivenUp<Header> givenUp = new GivenUp<>();
    private final Map<Header, NamedKey> found = new ConcurrentHashMap<>();

    RowOpening(ColumnSql sql, UnsealedForm unsealed, DriftTaker drift, NamedKeys keys, ValueOpener opener) {
        this.sql = sql;
        this.unsealed = unsealed;
        this.drift = drift;
        this.keys = keys;
        this.opener = opener;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = sql.form().header(row.stored());
        if (header == null || !drift.isKnown(header)) {
            return null;
        }
        byte[] sealed = sql.form().toBytes(row.stored());
        String tenant = found.computeIfAbsent(header, keys::find).tenant();
        if (sealed == null || tenant.isEmpty()) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        byte[] value = givenUp.unlessBefore(header, () -> opener.open(context, sealed));
        try {
            List<byte @Nullable []> none = Collections.nCopies(column.indexes().size(), null);
            return new PlainChange(row, stored(value, tenant), none);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private Object stored(byte[] value, String tenant) throws ImmovableException {
        Object stored;
        try {
            stored = unsealed.toStored(value, tenant);
        } catch (ImportException | InvalidValueException e) {
            throw new ImmovableException(Reason.NOT_IMPORTED);
        }
        Header header = sql.form().header(stored);
        if (header != null && drift.isKnown(header)) {
            // Everybody would take it for sealed
            throw new ImmovableException(Reason.NOT_IMPORTED);
        }
        return stored;
    }
}
