package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells what of a column is sealed, and opens it for the owner of the key that it names. Safe for use by many threads. */
final class RowValues {

    private final ColumnSql sql;
    private final DriftTaker drift;
    private final NamedKeys keys;
    private final ValueOpener opener;
    private final Map<Header, String> owners = new ConcurrentHashMap<>();
    private final GivenUp<Header> givenUp = new GivenUp<>();

    RowValues(ColumnSql sql, DriftTaker drift, NamedKeys keys, ValueOpener opener) {
        this.sql = sql;
        this.drift = drift;
        this.keys = keys;
        this.opener = opener;
    }

    ColumnSql sql() {
        return sql;
    }

    /** The header that makes a stored value a sealed one, whatever follows; null if it is not sealed. */
    @Nullable Header sealedUnder(Object stored) {
        Header header = sql.form().header(stored);
        return header == null || !drift.isKnown(header) ? null : header;
    }

    /** Whether a value that is not sealed has the form of a sealed one throughout. */
    boolean isLookalike(Object stored) {
        return drift.isLookalike(sql, stored);
    }

    /** Whose key a header names by the key table; empty if it is none that seals values. */
    String ownerOf(Header header) {
        return owners.computeIfAbsent(header, named -> keys.find(named).tenant());
    }

    /**
     * Opens what is {@linkplain #sealedUnder sealed under} a header.
     *
     * @throws ImmovableException if it does not open
     */
    byte[] open(PlainRow row, Header header) throws ImmovableException {
        byte[] sealed = sql.form().toBytes(row.stored());
        String owner = ownerOf(header);
        if (sealed == null || owner.isEmpty()) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        SealedColumn column = sql.column();
        FieldContext context = new FieldContext(owner, column.context(), column.purpose(), null, column.paddingBytes());
        return givenUp.unlessBefore(header, () -> opener.open(context, sealed));
    }
}
