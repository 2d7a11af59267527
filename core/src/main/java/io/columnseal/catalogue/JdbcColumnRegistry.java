package io.columnseal.catalogue;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.KeyStoreSchemaException;
import io.columnseal.Storage;
import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code columnseal_columns}. */
public final class JdbcColumnRegistry implements ColumnRegistry {

    /** Each round that is lost was won by another node, which registers the same columns. */
    private static final int ROUNDS = 10;

    private final KeyStoreTransactions transactions;
    private final String select;
    private final String selectAll;
    private final String selectAny;
    private final String insert;
    private final String update;

    /** Handed out by {@link io.columnseal.key.JdbcDataKeyStore#columns()}. */
    public JdbcColumnRegistry(KeyStoreTransactions transactions, TableNames names) {
        String columns = names.of("columnseal_columns");
        String described = "table_name, column_name, context, purpose, codec, storage, blind_indexes,"
                + " places, application, entity, attribute";
        this.transactions = transactions;
        this.select = "select " + described + " from " + columns + " where application = ? order by entity, attribute";
        this.selectAll = "select " + described + " from " + columns + " order by application, entity, attribute";
        this.selectAny = "select 1 from " + columns;
        this.insert = "insert into " + columns + " (" + described + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        this.update = "update " + columns + " set table_name = ?, column_name = ?, context = ?, purpose = ?, codec = ?,"
                + " storage = ?, blind_indexes = ?, places = ? where application = ? and entity = ? and attribute = ?";
    }

    @Override
    public List<RegisteredColumn> find(String application) {
        return transactions.run("read the registered columns", connection -> find(connection, application, select));
    }

    @Override
    public List<RegisteredColumn> findAll() {
        return transactions.run("read the registered columns", connection -> {
            try (PreparedStatement statement = prepare(connection, selectAll)) {
                return read(statement);
            }
        });
    }

    @Override
    public boolean isEmpty() {
        return transactions.run("look for registered columns", connection -> {
            try (PreparedStatement statement = prepare(connection, selectAny)) {
                statement.setMaxRows(1);
                try (ResultSet row = statement.executeQuery()) {
                    return !row.next();
                }
            }
        });
    }

    @Override
    public void register(Collection<RegisteredColumn> columns) {
        Collection<RegisteredColumn> last = lastOfEachAttribute(columns);
        for (int round = 0; round < ROUNDS; round++) {
            if (missing(
                            last,
                            transactions.run(
                                    "read the registered columns", connection -> find(connection, last, select)))
                    .isEmpty()) {
                return;
            }
            transactions.runUnlessTaken("register columns", connection -> {
                // Locked, so that an index which another release registers just now is not forgotten
                Set<RegisteredColumn> registered = find(connection, last, select + " for update");
                for (RegisteredColumn column : missing(last, registered)) {
                    write(connection, column, registered.stream().anyMatch(column::isSameAttributeAs));
                }
                return true;
            });
        }
        throw new KeyStoreSchemaException(
                "columnseal_columns does not keep what is written to it; does its primary key tell upper and lower case"
                        + " apart?",
                null);
    }

    @Override
    public void forget(String application, ColumnPlace place) {
        transactions.runUnlessTaken("forget a column", connection -> {
            for (RegisteredColumn column : find(connection, application, select + " for update")) {
                if (column.places().contains(place)) {
                    write(connection, column.without(place), true);
                }
            }
            return true;
        });
    }

    /** What is to be written so that all of these are remembered. */
    private static List<RegisteredColumn> missing(
            Collection<RegisteredColumn> columns, Set<RegisteredColumn> registered) {
        return columns.stream()
                .map(column -> column.following(registered, columns))
                .filter(column -> !registered.contains(column))
                .toList();
    }

    /** What is registered of the applications of these columns. */
    private static Set<RegisteredColumn> find(Connection connection, Collection<RegisteredColumn> columns, String query)
            throws SQLException {
        Set<RegisteredColumn> registered = new LinkedHashSet<>();
        for (String application : columns.stream()
                .map(RegisteredColumn::application)
                .sorted()
                .distinct()
                .toList()) {
            registered.addAll(find(connection, application, query));
        }
        return registered;
    }

    private static Collection<RegisteredColumn> lastOfEachAttribute(Collection<RegisteredColumn> columns) {
        Map<List<String>, RegisteredColumn> last = new LinkedHashMap<>();
        columns.forEach(column -> last.put(List.of(column.application(), column.entity(), column.attribute()), column));
        return last.values();
    }

    private void write(Connection connection, RegisteredColumn column, boolean known) throws SQLException {
        try (PreparedStatement statement = prepare(connection, known ? update : insert)) {
            statement.setString(1, column.table());
            statement.setString(2, column.column());
            statement.setString(3, column.context());
            statement.setString(4, column.purpose());
            statement.setString(5, column.codec());
            statement.setString(6, column.storage().name());
            statement.setString(7, new IndexColumnsText(column.indexes(), column.goneIndexes()).write());
            statement.setString(8, ColumnPlacesText.write(column.places()));
            statement.setString(9, column.application());
            statement.setString(10, column.entity());
            statement.setString(11, column.attribute());
            statement.executeUpdate();
        }
    }

    private static List<RegisteredColumn> find(Connection connection, String application, String query)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, query)) {
            statement.setString(1, application);
            return read(statement);
        }
    }

    private static List<RegisteredColumn> read(PreparedStatement statement) throws SQLException {
        List<RegisteredColumn> columns = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                columns.add(read(row));
            }
        }
        return columns;
    }

    private static RegisteredColumn read(ResultSet row) throws SQLException {
        String storage = row.getString("storage");
        String text = row.getString("blind_indexes");
        try {
            IndexColumnsText indexes = IndexColumnsText.read(text);
            return new RegisteredColumn(
                    row.getString("application"),
                    row.getString("entity"),
                    row.getString("attribute"),
                    row.getString("table_name"),
                    row.getString("column_name"),
                    row.getString("context"),
                    row.getString("purpose"),
                    row.getString("codec"),
                    Storage.valueOf(storage),
                    indexes.indexes(),
                    indexes.gone(),
                    ColumnPlacesText.read(row.getString("places")));
        } catch (IllegalArgumentException e) {
            throw new KeyStoreSchemaException(
                    "columnseal_columns was edited: a storage is neither BINARY nor TEXT, or blind_indexes holds"
                            + " something else than bits:fingerprint:name:column, with gone: in front or without, or places"
                            + " something else than table and column with a tab between",
                    null);
        }
    }
}
