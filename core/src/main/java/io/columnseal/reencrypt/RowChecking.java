package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Changes nothing: opens what is sealed, for whomever its row belongs to, to find what does not open. */
final class RowChecking implements RowMigration {

    private final RowValues values;
    private final RowOwner owner;

    RowChecking(RowValues values, RowOwner owner) {
        this.values = values;
        this.owner = owner;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = values.sealedUnder(row.stored());
        if (header == null) {
            return null;
        }
        String expected = owner.of(row);
        if (expected != null && !expected.equals(values.ownerOf(header))) {
            // Under another tenant's key its owner's sessions refuse it
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        Arrays.fill(values.open(row, header), (byte) 0);
        return null;
    }

    @Override
    public @Nullable Header namedIn(PlainRow row) {
        return values.sealedUnder(row.stored());
    }
}
