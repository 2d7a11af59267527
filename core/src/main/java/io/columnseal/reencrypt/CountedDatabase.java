package io.columnseal.reencrypt;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** One application's index columns in one database, as a run looks at them. */
final class CountedDatabase {

    private final ColumnCatalogue catalogue;
    private final RetriedTransactions transactions;
    private final List<IndexSql> columns;
    private final IndexGroups groups;

    /** Looks at the tables' keys. */
    CountedDatabase(
            DataSource dataSource,
            ColumnCatalogue catalogue,
            DataKeyStore keyStore,
            Predicate<DataKeyRow> authentic,
            Retries retries) {
        Dialect dialect = Dialects.of(dataSource);
        this.catalogue = catalogue;
        this.transactions = new RetriedTransactions(dataSource, dialect);
        this.groups = new IndexGroups(new NamedKeys(keyStore, authentic, retries), transactions);
        this.columns = catalogue.columns().stream()
                .flatMap(column -> indexes(column, dialect))
                .toList();
    }

    private Stream<IndexSql> indexes(SealedColumn column, Dialect dialect) {
        if (column.indexes().isEmpty()) {
            return Stream.of();
        }
        ColumnSql sealed = transactions.run(
                "look at the key columns", column, connection -> ColumnSql.of(connection, column, dialect));
        return column.indexes().stream().map(index -> new IndexSql(sealed, index));
    }

    ColumnCatalogue catalogue() {
        return catalogue;
    }

    RetriedTransactions transactions() {
        return transactions;
    }

    IndexGroups groups() {
        return groups;
    }

    List<IndexSql> columns() {
        return columns;
    }

    /** Whether some column belongs to a unique index. */
    boolean hasUniqueIndexes() {
        return columns.stream().anyMatch(column -> column.index().isNext());
    }

    /**
     * Adds what is stored in all columns to the counts.
     *
     * @param next counts the second columns of unique indexes once more, in rows that the first one has a value of
     * @return the tenants whose values they hold
     */
    Set<String> count(IndexVersions versions, IndexVersions next) {
        Set<String> tenants = new HashSet<>();
        for (IndexSql column : columns) {
            List<IndexGroup> counted = groups.count(column);
            versions.add(counted);
            if (column.index().isNext()) {
                next.add(groups.countIndexed(column));
            }
            counted.stream()
                    .map(IndexGroup::tenant)
                    .filter(tenant -> !tenant.isEmpty())
                    .forEach(tenants::add);
        }
        return tenants;
    }
}
