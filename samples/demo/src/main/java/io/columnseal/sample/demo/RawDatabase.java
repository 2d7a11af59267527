package io.columnseal.sample.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The database as its administrator, or a thief, sees it: plain SQL, no keys. */
final class RawDatabase {

    private final String url;

    RawDatabase(String url) {
        this.url = url;
    }

    /** One row as it lies in the table. */
    record Row(long id, String clinic, byte[] ssn, byte[] birthDate, byte[] diagnosis, String city, byte[] ssnIndex) {

        List<byte[]> sealed() {
            return List.of(ssn, birthDate, diagnosis);
        }
    }

    List<Row> rows() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                PreparedStatement statement = connection.prepareStatement(
                        "select id, clinic, ssn, birth_date, diagnosis, city, ssn_bidx from patient order by id");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getLong(1),
                        result.getString(2),
                        result.getBytes(3),
                        result.getBytes(4),
                        result.getBytes(5),
                        result.getString(6),
                        result.getBytes(7)));
            }
        }
        return rows;
    }

    /** Overwrites a patient's stored social security number. */
    void writeSsn(long id, byte[] stored) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                PreparedStatement statement = connection.prepareStatement("update patient set ssn = ? where id = ?")) {
            statement.setBytes(1, stored);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    /** Closes the database files, so that everything is in them. */
    void shutdown() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("shutdown");
        }
    }
}
