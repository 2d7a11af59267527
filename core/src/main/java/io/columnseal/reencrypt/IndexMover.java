package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the index values of a column's pages and counts the rows that cannot get one. Not for many threads. */
final class IndexMover {

    private final IndexSql sql;
    private final IndexCensus census;
    private final ValueOpener opener;
    private final SealedNormalForms normalForms;
    private final IndexValueMaker values;
    private final Tally immovable = new Tally();
    private final Map<Header, Reason> givenUp = new HashMap<>();
    private long rowsRead;

    IndexMover(
            IndexSql sql,
            IndexCensus census,
            ValueOpener opener,
            SealedNormalForms normalForms,
            IndexValueMaker values) {
        this.sql = sql;
        this.census = census;
        this.opener = opener;
        this.normalForms = normalForms;
        this.values = values;
    }

    /** What is to be written into rows with a key of their own. */
    List<IndexChange> move(List<IndexRow> page) {
        List<IndexChange> changes = new ArrayList<>(page.size());
        for (IndexRow row : page) {
            if (row.stored() == null) {
                rowsRead++;
                changes.add(new IndexChange(row, null, 1));
            } else {
                move(row, row.stored(), 1, changes);
            }
        }
        return changes;
    }

    /** What is to be written into all rows that hold a value, in a table without a key. */
    List<IndexChange> moveValues(List<StaleRow> page) {
        List<IndexChange> changes = new ArrayList<>(page.size());
        for (StaleRow row : page) {
            move(new IndexRow(row.key(), row.stored(), null), row.stored(), row.copies(), changes);
        }
        return changes;
    }

    private void move(IndexRow row, Object stored, long copies, List<IndexChange> changes) {
        Header header = sql.sealed().form().header(stored);
        if (header == null || !census.isStale(header)) {
            return;
        }
        rowsRead += copies;
        try {
            byte[] made = indexValue(stored, header);
            if (!Arrays.equals(made, row.indexValue())) {
                changes.add(new IndexChange(row, made, copies));
            }
        } catch (ImmovableException e) {
            immovable.add(header.key(), e.reason(), copies);
            if (e.reason() != Reason.DOES_NOT_OPEN && e.reason() != Reason.NO_NORMAL_FORM) {
                givenUp.put(header, e.reason());
            }
        }
    }

    private byte[] indexValue(Object stored, Header header) throws ImmovableException {
        // The key's fault, not the value's: asking the KMS again for every row would take for ever
        Reason known = givenUp.get(header);
        if (known != null) {
            throw new ImmovableException(known);
        }
        byte[] sealed = sql.sealed().form().toBytes(stored);
        if (sealed == null) {
            throw new ImmovableException(Reason.DOES_NOT_OPEN);
        }
        String tenant = census.tenant(header);
        byte[][] forms = forms(tenant, sealed);
        try {
            return values.indexValue(tenant, sql.column(), sql.index(), forms);
        } finally {
            for (byte[] form : forms) {
                Arrays.fill(form, (byte) 0);
            }
        }
    }

    private byte[][] forms(String tenant, byte[] sealed) throws ImmovableException {
        SealedColumn column = sql.column();
        FieldContext context =
                new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes());
        byte[] value = opener.open(context, sealed);
        try {
            return normalForms.of(column, sql.index(), value);
        } catch (RuntimeException e) {
            // A normalizer of somebody else's making may throw anything, with the value in its message
            throw new ImmovableException(Reason.NO_NORMAL_FORM);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** Rows seen so far that needed work. */
    long rowsRead() {
        return rowsRead;
    }

    /** Rows that cannot get an index value. */
    Tally immovable() {
        return immovable;
    }
}
