package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes rows and, the first time that some take values of a column, looks before they are committed whether those are {@linkplain
 * WrittenValues kept}: a trigger that changes values would else make a table unreadable, page by page. Safe for use by many
 * threads.
 */
final class VerifiedRowWriter implements RowWriter {

    private final TableSql table;
    private final RowWriter writer;
    private final Set<Integer> kept = ConcurrentHashMap.newKeySet();

    VerifiedRowWriter(TableSql table) {
        this.table = table;
        this.writer = table.anyColumn().dialect().rowWriter(table);
    }

    @Override
    public boolean[] write(Connection connection, List<RowReplacement> page) throws SQLException {
        boolean[] taken = writer.write(connection, page);
        if (kept.size() < table.columns().size()) {
            List<RowReplacement> written = new ArrayList<>();
            for (int i = 0; i < taken.length; i++) {
                if (taken[i]) {
                    written.add(page.get(i));
                }
            }
            for (int i = 0; i < table.columns().size(); i++) {
                List<Replacement> values = RowReplacement.values(written, i);
                if (!values.isEmpty() && !kept.contains(i)) {
                    WrittenValues.require(connection, table.column(i), values);
                    kept.add(i);
                }
            }
        }
        return taken;
    }
}
