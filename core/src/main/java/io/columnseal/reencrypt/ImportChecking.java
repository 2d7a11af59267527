package io.columnseal.reencrypt;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Changes nothing: finds what an importer does not open, or opens as what no text looks like, before anything that it opens is taken for right. */
final class ImportChecking implements RowMigration {

    private final RowValues values;
    private final RowOwner owner;
    private final UnsealedForm unsealed;
    private final boolean lookalikes;

    /** @param lookalikes whether what has the form of a sealed value, under no key that is known, is to be sealed, too */
    ImportChecking(RowValues values, RowOwner owner, UnsealedForm unsealed, boolean lookalikes) {
        this.values = values;
        this.owner = owner;
        this.unsealed = unsealed;
        this.lookalikes = lookalikes;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        if (values.sealedUnder(row.stored()) == null && (lookalikes || !values.isLookalike(row.stored()))) {
            byte[] value;
            try {
                value = unsealed.toEncoded(row.stored(), owner.of(row));
            } catch (ImportException | InvalidValueException e) {
                throw new ImmovableException(Reason.NOT_IMPORTED);
            }
            boolean garbled = unsealed.isGarbled(value);
            Arrays.fill(value, (byte) 0);
            if (garbled) {
                throw new ImmovableException(Reason.NOT_IMPORTED);
            }
        }
        return null;
    }
}
