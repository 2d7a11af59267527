package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.KeyException;
import io.columnseal.KmsException;
import io.columnseal.TenantInvalidException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.UnsealedForm;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is not sealed for the tenant that its row names, and makes its index values. A header of a known key makes a
 * value a sealed one, which stays as it is, whether or not it opens.
 */
final class RowSealing implements RowMigration {

    private final ColumnSql sql;
    private final UnsealedForm unsealed;
    private final DriftTaker drift;
    private final Tools tools;

    RowSealing(ColumnSql sql, UnsealedForm unsealed, DriftTaker drift, Tools tools) {
        this.sql = sql;
        this.unsealed = unsealed;
        this.drift = drift;
        this.tools = tools;
    }

    /**
     * @param tenant of rows that name none; null to leave them
     * @param lookalikes whether what has the form of a sealed value, under no key that is known, is sealed too
     */
    record Tools(
            FieldCipher fields,
            IndexValueMaker indexValues,
            SealedNormalForms normalForms,
            Retries retries,
            String defaultTenant,
            @Nullable String tenant,
            boolean lookalikes) {}

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = sql.form().header(row.stored());
        if (header != null && drift.isKnown(header)) {
            return null;
        }
        if (!tools.lookalikes && drift.isLookalike(sql, row.stored())) {
            throw new ImmovableException(Reason.UNKNOWN_KEY);
        }
        String tenant = tenant(row);
        byte[] value = encoded(row, tenant);
        try {
            List<byte @Nullable []> indexValues = new ArrayList<>();
            for (IndexColumn index : sql.column().indexes()) {
                indexValues.add(indexValue(tenant, index, value));
            }
            return new PlainChange(row, sql.form().fromBytes(seal(tenant, value)), indexValues);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private String tenant(PlainRow row) throws ImmovableException {
        if (sql.column().shared()) {
            return tools.defaultTenant;
        }
        String tenant = row.tenant() == null && sql.column().tenant() == null ? tools.tenant : row.tenant();
        if (tenant == null || tenant.isBlank()) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        return tenant;
    }

    private byte[] encoded(PlainRow row, String tenant) throws ImmovableException {
        try {
            return unsealed.toEncoded(row.stored(), tenant);
        } catch (ImportException | InvalidValueException e) {
            throw new ImmovableException(Reason.NOT_IMPORTED);
        }
    }

    private byte[] indexValue(String tenant, IndexColumn index, byte[] value) throws ImmovableException {
        byte[][] forms;
        try {
            forms = tools.normalForms.of(sql.column(), index, value);
        } catch (RuntimeException e) {
            // A normalizer of somebody else's making may throw anything, with the value in its message
            throw new ImmovableException(Reason.NO_NORMAL_FORM);
        }
        try {
            return tools.indexValues.indexValue(tenant, sql.column(), index, forms);
        } finally {
            for (byte[] form : forms) {
                Arrays.fill(form, (byte) 0);
            }
        }
    }

    private byte[] seal(String tenant, byte[] value) throws ImmovableException {
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        try {
            return tools.retries.call(() -> tools.fields.encrypt(context, value));
        } catch (KeyException | TenantInvalidException e) {
            throw new ImmovableException(Reason.NO_SEALING_KEY);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
