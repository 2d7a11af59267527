package io.columnseal.reencrypt;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Tables with one sealed column for each way a row can be identified and a value stored. */
final class ClinicTables {

    /** Key: one number. */
    static final SealedColumn SSN = column("patient", List.of("id"), "ssn", Storage.BINARY, 1);

    /** Stored as text. */
    static final SealedColumn CITY = column("patient", List.of("id"), "city", Storage.TEXT, 1);

    /** Key of several columns and types. */
    static final SealedColumn RESULT =
            column("visit", List.of("clinic", "visited", "seq"), "result", Storage.BINARY, 16);

    /** No key. */
    static final SealedColumn ALLERGY = column("allergy", List.of(), "substance", Storage.BINARY, 1);

    /** No key, stored as text. */
    static final SealedColumn ALIAS = column("alias", List.of(), "name", Storage.TEXT, 1);

    static final List<SealedColumn> ALL = List.of(SSN, CITY, RESULT, ALLERGY, ALIAS);

    private final DataSource dataSource;

    ClinicTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    private static SealedColumn column(
            String table, List<String> keyColumns, String column, Storage storage, int paddingBytes) {
        return new SealedColumn(
                table,
                column,
                table,
                keyColumns,
                column,
                table + "." + column,
                "phi",
                "text",
                storage,
                paddingBytes,
                false);
    }

    void create(TestDatabase database) {
        String binary = database.binaryType();
        String text = database.textType();
        for (String table : List.of("visit", "allergy", "alias")) {
            update("drop table if exists " + table);
        }
        createPatients(binary, text);
        update("create table visit (clinic varchar(20) not null, visited date not null, seq int not null, result "
                + binary + ", primary key (clinic, visited, seq))");
        update("create table allergy (patient_id bigint not null, substance " + binary + ")");
        // As the foreign key of a collection's table has
        update("create index allergy_patient on allergy (patient_id)");
        update("create table alias (patient_id bigint not null, name " + text + ")");
    }

    /** The table of patients alone, anew. */
    void createPatients(String binaryType, String textType) {
        update("drop table if exists patient");
        update("create table patient (id bigint primary key, ssn " + binaryType + ", city " + textType + ")");
    }

    int update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails if it has to wait for somebody's lock. */
    int updateWithoutWaiting(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(3);
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inserts many rows in one batch. */
    void insert(String sql, List<Object[]> rows) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Object[] row : rows) {
                    bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All rows of a query, each as an array of its columns. */
    List<Object[]> query(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet result = statement.executeQuery()) {
                List<Object[]> rows = new ArrayList<>();
                while (result.next()) {
                    Object[] row = new Object[result.getMetaData().getColumnCount()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = result.getObject(i + 1);
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** For what a test does by hand on one connection. */
    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
