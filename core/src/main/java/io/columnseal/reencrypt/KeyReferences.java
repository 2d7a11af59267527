package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.KeyDestructionReport.Reference;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Counts the values under keys in one database, by their headers, with one query for each column. */
final class KeyReferences {

    private final ColumnCatalogue catalogue;
    private final Dialect dialect;
    private final RetriedTransactions transactions;

    KeyReferences(DataSource dataSource, ColumnCatalogue catalogue) {
        this.catalogue = catalogue;
        this.dialect = Dialects.of(dataSource);
        this.transactions = new RetriedTransactions(dataSource, dialect);
    }

    /**
     * Refuses to count what may be of yesterday.
     *
     * @throws ConfigurationException if the database follows another one
     */
    void requirePrimary() {
        if (catalogue.columns().isEmpty()) {
            return;
        }
        boolean replica =
                transactions.run("look for the primary", catalogue.columns().get(0), dialect::isReplica);
        if (replica) {
            throw new ConfigurationException(
                    "keyDestruction",
                    "the DataSource of application " + catalogue.application()
                            + " leads to a database that follows another one, or is read-only: what it does not hold yet would"
                            + " count as none. Give the primary");
        }
    }

    /** Adds the columns that hold values under each key. */
    void addTo(Map<KeyId, List<Reference>> references) {
        for (SealedColumn column : catalogue.columns()) {
            HeaderCounts counts = count(column);
            references.forEach((key, found) -> {
                long rows = rows(counts, key::equals);
                if (rows > 0) {
                    found.add(new Reference(catalogue.application(), column, rows));
                }
            });
        }
    }

    /** Under whatever suite. What lies beyond the limit of a count may be under any key. */
    static long rows(HeaderCounts counts, Predicate<KeyId> keys) {
        return counts.beyondLimit()
                + counts.groups().stream()
                        .filter(group -> keys.test(group.header().key()))
                        .mapToLong(HeaderCounts.Group::rows)
                        .sum();
    }

    /** All values of one column. */
    static HeaderCounts count(DataSource dataSource, SealedColumn column) {
        Dialect dialect = Dialects.of(dataSource);
        return count(column, dialect, new RetriedTransactions(dataSource, dialect));
    }

    private HeaderCounts count(SealedColumn column) {
        return count(column, dialect, transactions);
    }

    private static HeaderCounts count(SealedColumn column, Dialect dialect, RetriedTransactions transactions) {
        // Rows are counted and not walked
        ColumnSql sql = new ColumnSql(column, dialect, List.of());
        return transactions.run(
                "count the values under each key", column, connection -> CensusQuery.count(connection, sql));
    }
}
