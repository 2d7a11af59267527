package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns that are walked together, each row read and written once: those of one table with a key.
 *
 * @param plans at least one; exactly one if the table has no key
 */
record TablePlan(List<ColumnPlan> plans) {

    TablePlan {
        plans = List.copyOf(plans);
    }

    /** The tables of the columns, in the order of their first one. */
    static List<TablePlan> of(List<ColumnPlan> columns) {
        List<List<ColumnPlan>> tables = new ArrayList<>();
        for (ColumnPlan column : columns) {
            tables.stream()
                    .filter(table -> belongsTo(column, table))
                    .findFirst()
                    .orElseGet(() -> {
                        tables.add(new ArrayList<>());
                        return tables.get(tables.size() - 1);
                    })
                    .add(column);
        }
        return tables.stream().map(TablePlan::new).toList();
    }

    /** A column that several mappings list is not written twice by one statement. */
    private static boolean belongsTo(ColumnPlan column, List<ColumnPlan> table) {
        ColumnSql first = table.get(0).sql();
        return column.sql().hasKey()
                && column.sql().key().equals(first.key())
                && column.sql().column().table().equals(first.column().table())
                && table.stream()
                        .noneMatch(other -> other.sql()
                                .column()
                                .column()
                                .equals(column.sql().column().column()));
    }

    List<ColumnSql> columns() {
        return plans.stream().map(ColumnPlan::sql).toList();
    }

    /** Stands for the table in progress. */
    SealedColumn named() {
        return plans.get(0).sql().column();
    }

    boolean hasKey() {
        return plans.get(0).sql().hasKey();
    }

    /** Values to be moved, of all columns. */
    long staleRows() {
        return plans.stream().mapToLong(ColumnPlan::staleRows).sum();
    }

    /** Those of them under compromised keys. */
    long compromisedRows() {
        return plans.stream().mapToLong(ColumnPlan::compromisedRows).sum();
    }
}
