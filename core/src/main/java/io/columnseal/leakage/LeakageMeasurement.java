package io.columnseal.leakage;

import io.columnseal.InspectionException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database for the figures of blind indexes, one query each. Created by the facade, whose {@link
 * io.columnseal.ColumnSeal#leakage} is the way to it; no API for applications. Not for many threads.
 */
public final class LeakageMeasurement {

    private static final int FETCH_SIZE = 1000;

    private final Connection connection;
    private final boolean tenantsExpected;

    /**
     * @param connection is left as it was: without auto-commit its transaction is used and goes on
     * @param tenantsExpected whether a column whose rows name no tenant may hold values of several
     */
    public LeakageMeasurement(Connection connection, boolean tenantsExpected) {
        this.connection = connection;
        this.tenantsExpected = tenantsExpected;
    }

    /** @throws InspectionException if the database refuses a query */
    public LeakageReport of(List<SealedColumn> catalogue) {
        List<IndexLeakage> indexes = new ArrayList<>();
        for (SealedColumn column : catalogue) {
            for (IndexColumn index : column.indexes()) {
                if (index.isNext()) {
                    // Holds the same hashes, or another key's of the same values
                    continue;
                }
                try {
                    indexes.add(readOnly(() -> measure(column, index)));
                } catch (SQLException e) {
                    throw new InspectionException(
                            "count index values", column.table(), index.column(), e.getSQLState(), e.getErrorCode());
                }
            }
        }
        return new LeakageReport(indexes);
    }

    private IndexLeakage measure(SealedColumn column, IndexColumn index) throws SQLException {
        TenantColumn tenant = column.shared() ? null : column.tenant();
        IndexTally tally = new IndexTally();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row =
                    statement.executeQuery(FiguresSql.of(connection).figures(column, index, tenant))) {
                while (row.next()) {
                    tally.add(Optional.ofNullable(text(row.getObject(2))), figures(row, tenant != null));
                }
            }
        }
        IndexLeakage unjudged = tally.result(column, index, tenant != null, List.of());
        boolean tenantsMissing = tenantsExpected && tenant == null && !column.shared();
        return tally.result(column, index, tenant != null, new Judgement(tally, unjudged).findings(tenantsMissing));
    }

    private static TenantFigures figures(ResultSet row, boolean byTenant) throws SQLException {
        long rows = row.getLong(4);
        double entropy = TenantFigures.bits(rows) - row.getDouble(7) / rows / Math.log(2);
        return new TenantFigures(
                byTenant ? text(row.getObject(1)) : null,
                keyVersion(row.getBytes(3)),
                rows,
                row.getLong(5),
                row.getLong(6),
                // Rounding must not make a negative one of none
                Math.max(0, entropy));
    }

    /** Of an empty value, which nothing of ours has written, 0. */
    private static int keyVersion(byte[] first) {
        return first.length == 0 ? 0 : Byte.toUnsignedInt(first[0]);
    }

    private static @Nullable String text(@Nullable Object tenant) {
        if (tenant == null) {
            return null;
        }
        return tenant instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : tenant.toString();
    }

    private IndexLeakage readOnly(Query query) throws SQLException {
        if (!connection.getAutoCommit()) {
            return insideTransaction(query);
        }
        boolean readOnly = connection.isReadOnly();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            return query.run();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(readOnly);
        }
    }

    /** One of the caller's may be open, which neither ends here nor is lost to a query that fails. */
    private IndexLeakage insideTransaction(Query query) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return query.run();
        } finally {
            connection.rollback(before);
        }
    }

    @FunctionalInterface
    private interface Query {
        IndexLeakage run() throws SQLException;
    }
}
