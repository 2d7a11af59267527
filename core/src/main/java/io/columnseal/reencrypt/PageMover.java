package io.columnseal.reencrypt;

import io.columnseal.FieldContext;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Seals the stale values of a column's pages anew and counts those that have to stay. Not for many threads. */
final class PageMover {

    private final SealedColumn column;
    private final StoredForm form;
    private final Census census;
    private final ValueMover values;
    private final Tally immovable = new Tally();
    private final Map<Header, Reason> givenUp = new HashMap<>();
    private long rowsRead;

    PageMover(ColumnSql sql, Census census, ValueMover values) {
        this.column = sql.column();
        this.form = sql.form();
        this.census = census;
        this.values = values;
    }

    /** What is to be written in place of a page's values. */
    List<Replacement> move(List<StaleRow> page) {
        List<Replacement> replacements = new ArrayList<>(page.size());
        for (StaleRow row : page) {
            Header header = form.header(row.stored());
            if (header != null && census.isStale(header)) {
                rowsRead += row.copies();
                move(row, header, replacements);
            }
        }
        return replacements;
    }

    private void move(StaleRow row, Header header, List<Replacement> replacements) {
        try {
            replacements.add(new Replacement(row, form.fromBytes(move(row.stored(), header))));
        } catch (ImmovableException e) {
            immovable.add(header.key(), e.reason(), row.copies());
            if (e.reason() != Reason.DOES_NOT_OPEN) {
                givenUp.put(header, e.reason());
            }
        }
    }

    private byte[] move(Object stored, Header header) throws ImmovableException {
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
        return values.move(context, sealed, census::isStale);
    }

    /** Stale values seen so far. */
    long rowsRead() {
        return rowsRead;
    }

    /** Values that had to stay. */
    Tally immovable() {
        return immovable;
    }
}
