package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Seals the stale values of one column anew. Safe for use by many threads. */
final class ColumnMover {

    private final SealedColumn column;
    private final StoredForm form;
    private final Census census;
    private final ValueMover values;
    private final Map<Header, Reason> givenUp = new ConcurrentHashMap<>();

    ColumnMover(ColumnSql sql, Census census, ValueMover values) {
        this.column = sql.column();
        this.form = sql.form();
        this.census = census;
        this.values = values;
    }

    SealedColumn column() {
        return column;
    }

    /** The header of a value that is to be moved, or null if it stays as it is. */
    @Nullable Header staleHeader(Object stored) {
        Header header = form.header(stored);
        return header != null && census.isStale(header) ? header : null;
    }

    /**
     * What the column is to hold in place of a value.
     *
     * @param header as {@link #staleHeader} gave it
     * @throws ImmovableException if the value has to stay
     */
    Object move(Object stored, Header header) throws ImmovableException {
        // The key's fault, not the value's: asking the KMS again for every row would take for ever
        Reason known = givenUp.get(header);
        if (known != null) {
            throw new ImmovableException(known);
        }
        byte[] sealed = form.toBytes(stored);
        if (sealed == null) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        FieldContext context = new FieldContext(
                census.tenant(header), column.context(), column.purpose(), null, column.paddingBytes());
        try {
            return form.fromBytes(values.move(context, sealed, census::isStale));
        } catch (ImmovableException e) {
            if (e.reason() != Reason.DOES_NOT_OPEN) {
                givenUp.put(header, e.reason());
            }
            throw e;
        }
    }
}
