package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Seals the stale values of a table's pages anew. Safe for use by many threads. */
final class TableMover {

    private final List<ColumnMover> columns;
    private final Clock clock;

    /** @param columns one for each column of the table */
    TableMover(List<ColumnMover> columns, Clock clock) {
        this.columns = List.copyOf(columns);
        this.clock = clock;
    }

    /**
     * Key by key, so that a page of more tenants than the cache holds keys still loads each of them once; the rows come
     * out in the order of the page.
     */
    MovedPage move(List<TableRow> page) {
        List<ColumnCount> counts =
                columns.stream().map(column -> new ColumnCount()).toList();
        MovedPage moved = new MovedPage(new ArrayList<>(page.size()), counts, new ArrayList<>());
        Map<Header, List<Cell>> cells = new LinkedHashMap<>();
        List<RowReplacement> rows = new ArrayList<>(page.size());
        for (TableRow row : page) {
            RowReplacement replacement = new RowReplacement(row, columns.size());
            rows.add(replacement);
            for (int i = 0; i < columns.size(); i++) {
                Object stored = row.stored(i);
                Header header = stored == null ? null : columns.get(i).staleHeader(stored);
                if (header != null) {
                    cells.computeIfAbsent(header, any -> new ArrayList<>()).add(new Cell(replacement, i));
                }
            }
        }
        cells.forEach((header, sameKey) -> sameKey.forEach(cell -> move(cell, header, moved)));
        for (RowReplacement row : rows) {
            if (!row.columns().isEmpty()) {
                moved.rows().add(row);
            }
        }
        return moved;
    }

    private void move(Cell cell, Header header, MovedPage page) {
        TableRow row = cell.row.row();
        Object stored = Objects.requireNonNull(row.stored(cell.column), "it has a header");
        ColumnCount count = page.counts().get(cell.column);
        count.read(1);
        try {
            cell.row.replace(cell.column, columns.get(cell.column).move(stored, header));
        } catch (ImmovableException e) {
            count.stay(header, e.reason(), 1);
            SealedColumn column = columns.get(cell.column).column();
            page.stayed()
                    .add(new QuarantinedValue(
                            column.table(),
                            column.column(),
                            RowName.of(row.key()),
                            header.key(),
                            e.reason(),
                            clock.instant()));
        }
    }

    private record Cell(RowReplacement row, int column) {}
}
