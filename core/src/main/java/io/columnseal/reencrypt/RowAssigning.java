package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives values to the tenants that their rows name: opens what lies under the keys of the tenant that had them all, and seals
 * it for the row's. What lies under anybody else's keys stays as it is.
 */
final class RowAssigning implements RowMigration {

    private final ColumnSql sql;
    private final String former;
    private final NamedKeys keys;
    private final ValueOpener opener;
    private final RowOwner owner;
    private final PlainSealing sealing;
    private final Map<Header, NamedKey> found = new ConcurrentHashMap<>();
    private final GivenUp<Header> unopened = new GivenUp<>();
    private final GivenUp<String> unsealed = new GivenUp<>();

    RowAssigning(
            ColumnSql sql, String former, NamedKeys keys, ValueOpener opener, RowOwner owner, PlainSealing sealing) {
        this.sql = sql;
        this.former = former;
        this.keys = keys;
        this.opener = opener;
        this.owner = owner;
        this.sealing = sealing;
    }

    @Override
    public @Nullable PlainChange of(PlainRow row) throws ImmovableException {
        Header header = sql.form().header(row.stored());
        if (header == null
                || !former.equals(found.computeIfAbsent(header, keys::find).tenant())) {
            return null;
        }
        String tenant = owner.of(row);
        if (tenant == null) {
            throw new ImmovableException(Reason.NO_TENANT);
        }
        if (tenant.equals(former)) {
            return null;
        }
        byte[] sealed = sql.form().toBytes(row.stored());
        if (sealed == null) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(former, column.context(), column.purpose(), null, column.paddingBytes());
        byte[] value = unopened.unlessBefore(header, () -> opener.open(context, sealed));
        try {
            return unsealed.unlessBefore(tenant, () -> sealing.seal(row, tenant, value));
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    @Override
    public @Nullable Header namedIn(PlainRow row) {
        return sql.form().header(row.stored());
    }
}
