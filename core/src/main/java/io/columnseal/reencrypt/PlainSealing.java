package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.KeyException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.TenantInvalidException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals values of one column for tenants, and makes the index values beside them. Safe for use by many threads. */
final class PlainSealing {

    private final ColumnSql sql;
    private final FieldCipher fields;
    private final IndexValueMaker indexValues;
    private final SealedNormalForms normalForms;
    private final Retries retries;

    PlainSealing(
            ColumnSql sql,
            FieldCipher fields,
            IndexValueMaker indexValues,
            SealedNormalForms normalForms,
            Retries retries) {
        this.sql = sql;
        this.fields = fields;
        this.indexValues = indexValues;
        this.normalForms = normalForms;
        this.retries = retries;
    }

    /**
     * What is to be written of a value.
     *
     * @param value as the column's codec made it; left as it is
     */
    PlainChange seal(PlainRow row, String tenant, byte[] value) throws ImmovableException {
        List<byte @Nullable []> made = new ArrayList<>();
        for (IndexColumn index : sql.column().indexes()) {
            made.add(indexValue(tenant, index, value));
        }
        return new PlainChange(row, sql.form().fromBytes(sealed(tenant, value)), made);
    }

    private byte[] indexValue(String tenant, IndexColumn index, byte[] value) throws ImmovableException {
        byte[][] forms;
        try {
            forms = normalForms.of(sql.column(), index, value);
        } catch (RuntimeException e) {
            // A normalizer of somebody else's making may throw anything, with the value in its message
            throw new ImmovableException(Reason.NO_NORMAL_FORM);
        }
        try {
            return indexValues.indexValue(tenant, sql.column(), index, forms);
        } finally {
            for (byte[] form : forms) {
                Arrays.fill(form, (byte) 0);
            }
        }
    }

    private byte[] sealed(String tenant, byte[] value) throws ImmovableException {
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        try {
            return retries.call(() -> fields.encrypt(context, value));
        } catch (KeyException | TenantInvalidException e) {
            throw new ImmovableException(e instanceof Retryable ? Reason.KEY_UNAVAILABLE : Reason.NO_SEALING_KEY);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
