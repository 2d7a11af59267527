package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes values of one column and, the first time that some take their place, looks before they are committed whether they are
 * {@linkplain WrittenValues kept}. Not for many threads.
 */
final class VerifiedSwap implements PageWriter<Replacement> {

    private final ColumnSql sql;
    private final PageWriter<Replacement> writer;
    private boolean kept;

    VerifiedSwap(ColumnSql sql) {
        this.sql = sql;
        this.writer = sql.dialect().writer(new ValueSwap(sql));
    }

    @Override
    public long[] write(Connection connection, List<Replacement> page) throws SQLException {
        long[] counts = writer.write(connection, page);
        List<Replacement> written = new ArrayList<>();
        for (int i = 0; i < counts.length && !kept; i++) {
            if (counts[i] > 0) {
                written.add(page.get(i));
            }
        }
        if (!written.isEmpty()) {
            WrittenValues.require(connection, sql, written);
            kept = true;
        }
        return counts;
    }
}
