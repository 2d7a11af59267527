package io.columnseal.reencrypt;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way back: puts values where they lay before they were sealed, and takes their index values away. */
final class RowOpening implements RowMigration {

    private final RowValues values;
    private final UnsealedForm unsealed;

    RowOpening(RowValues values, UnsealedForm unsealed) {
        this.values = values;
        this.unsealed = unsealed;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = values.sealedUnder(row.stored());
        if (header == null) {
            return null;
        }
        byte[] value = values.open(row, header);
        try {
            List<byte @Nullable []> none =
                    Collections.nCopies(values.sql().column().indexes().size(), null);
            return new PlainChange(row, stored(value, values.ownerOf(header)), none);
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
        if (values.sealedUnder(stored) != null) {
            // Everybody would take it for sealed
            throw new ImmovableException(Reason.NOT_IMPORTED);
        }
        return stored;
    }
}
