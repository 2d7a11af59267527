package io.columnseal.reencrypt;

import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is not sealed for the tenant that its row names, and makes its index values. A header of a known key makes a
 * value a sealed one, which stays as it is, whether or not it opens.
 */
final class RowSealing implements RowMigration {

    private final ColumnSql sql;
    private final UnsealedForm unsealed;
    private final DriftTaker drift;
    private final RowOwner owner;
    private final PlainSealing sealing;
    private final boolean lookalikes;
    private final GivenUp<String> givenUp = new GivenUp<>();

    /**
     * @param owner rows that name nobody stay as they are
     * @param lookalikes whether what has the form of a sealed value, under no key that is known, is sealed too
     */
    RowSealing(
            ColumnSql sql,
            UnsealedForm unsealed,
            DriftTaker drift,
            RowOwner owner,
            PlainSealing sealing,
            boolean lookalikes) {
        this.sql = sql;
        this.unsealed = unsealed;
        this.drift = drift;
        this.owner = owner;
        this.sealing = sealing;
        this.lookalikes = lookalikes;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = sql.form().header(row.stored());
        if (header != null && drift.isKnown(header)) {
            return null;
        }
        boolean doubtful = !lookalikes && drift.isLookalike(sql, row.stored());
        // What another library verifies is its own, however it begins
        if (doubtful && !unsealed.isAuthenticating()) {
            throw new ImmovableException(Reason.UNKNOWN_KEY);
        }
        String tenant = owner.of(row);
        if (tenant == null) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        try {
            return givenUp.unlessBefore(tenant, () -> sealed(row, tenant));
        } catch (ImmovableException e) {
            throw doubtful && e.reason() == Reason.NOT_IMPORTED ? new ImmovableException(Reason.UNKNOWN_KEY) : e;
        }
    }

    private PlainChange sealed(PlainRow row, String tenant) throws ImmovableException {
        byte[] value = encoded(row, tenant);
        try {
            return sealing.seal(row, tenant, value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private byte[] encoded(PlainRow row, String tenant) throws ImmovableException {
        try {
            return unsealed.toEncoded(row.stored(), tenant);
        } catch (ImportException | InvalidValueException e) {
            throw new ImmovableException(Reason.NOT_IMPORTED);
        }
    }
}
