package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Changes nothing: opens what is sealed, for whomever its row belongs to, to find what does not open. */
final class RowChecking implements RowMigration {

    private final ColumnSql sql;
    private final DriftTaker drift;
    private final NamedKeys keys;
    private final ValueOpener opener;
    private final RowOwner owner;
    private final boolean everyRowNamesOne;
    private final Map<Header, NamedKey> found = new ConcurrentHashMap<>();
    private final GivenUp<Header> givenUp = new GivenUp<>();

    /** @param everyRowNamesOne whether a value is lost to whoever should see it if its row names no tenant */
    RowChecking(
            ColumnSql sql,
            DriftTaker drift,
            NamedKeys keys,
            ValueOpener opener,
            RowOwner owner,
            boolean everyRowNamesOne) {
        this.sql = sql;
        this.drift = drift;
        this.keys = keys;
        this.opener = opener;
        this.owner = owner;
        this.everyRowNamesOne = everyRowNamesOne;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = sql.form().header(row.stored());
        if (header == null || !drift.isKnown(header)) {
            return null;
        }
        byte[] sealed = sql.form().toBytes(row.stored());
        String tenant = found.computeIfAbsent(header, keys::find).tenant();
        String expected = owner.of(row);
        if (expected == null && everyRowNamesOne) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        if (sealed == null || tenant.isEmpty() || expected != null && !expected.equals(tenant)) {
            // Under another tenant's key its owner's sessions refuse it
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        givenUp.unlessBefore(header, () -> {
            Arrays.fill(opener.open(context, sealed), (byte) 0);
            return header;
        });
        return null;
    }

    @Override
    public @Nullable Header namedIn(PlainRow row) {
        return sql.form().header(row.stored());
    }
}
