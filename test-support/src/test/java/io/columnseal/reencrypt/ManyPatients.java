package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;

import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import javax.sql.DataSource;

/** A table in PostgreSQL with more patients of two tenants than a test should hold in memory: two values each. */
final class ManyPatients {

    private static final int ROWS_AT_ONCE = 10_000;

    private final Clinic clinic;
    private final DataSource dataSource;
    private final int rows;

    /** Creates and fills it anew. */
    ManyPatients(Clinic clinic, DataSource dataSource, int rows) throws SQLException {
        this.clinic = clinic;
        this.dataSource = dataSource;
        this.rows = rows;
        new ClinicTables(dataSource).createPatients("bytea", "text");
        for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
            insert(from, Math.min(rows, from + ROWS_AT_ONCE));
        }
    }

    static String tenant(long id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    static String ssn(long id) {
        return "ssn " + id;
    }

    private static String city(long id) {
        return "city " + id;
    }

    int rows() {
        return rows;
    }

    long values() {
        return 2L * rows;
    }

    private void insert(int from, int to) throws SQLException {
        Long[] ids = new Long[to - from];
        byte[][] ssns = new byte[ids.length][];
        String[] cities = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            long id = from + i;
            ids[i] = id;
            ssns[i] = (byte[]) clinic.seal(SSN, tenant(id), ssn(id));
            cities[i] = (String) clinic.seal(CITY, tenant(id), city(id));
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into patient (id, ssn, city) select * from unnest(?::bigint[], ?::bytea[], ?::text[])")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.setArray(2, connection.createArrayOf("bytea", ssns));
            statement.setArray(3, connection.createArrayOf("text", cities));
            statement.executeUpdate();
        }
    }

    /** Makes every value stale. */
    void rotate() throws SQLException {
        clinic.rotate(NORTH);
        clinic.rotate(SOUTH);
        try (Connection connection = dataSource.getConnection()) {
            ClinicTables.execute(connection, "vacuum patient");
        }
    }

    /** How many values are under their tenant's active key. */
    long moved() throws SQLException {
        byte[] north = SealedValue.prefix(Suite.AES_256_GCM, clinic.activeKey(NORTH));
        byte[] south = SealedValue.prefix(Suite.AES_256_GCM, clinic.activeKey(SOUTH));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select count(*) filter (where substring(ssn from 1 for 9) = case id % 2 when 0 then ? else ? end)"
                                + " + count(*) filter (where left(city, 12) = case id % 2 when 0 then ? else ? end)"
                                + " from patient")) {
            statement.setBytes(1, north);
            statement.setBytes(2, south);
            statement.setString(3, SealedValue.toText(north));
            statement.setString(4, SealedValue.toText(south));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /**
     * A digest of all keys and plaintexts in the order of the keys.
     *
     * @throws io.columnseal.ColumnSealException if one of them does not open
     */
    String digest() throws SQLException {
        MessageDigest digest = sha256();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(ROWS_AT_ONCE);
                try (ResultSet row = statement.executeQuery("select id, ssn, city from patient order by id")) {
                    while (row.next()) {
                        long id = row.getLong(1);
                        String ssn = clinic.open(SSN, tenant(id), row.getBytes(2));
                        add(digest, id, ssn, clinic.open(CITY, tenant(id), row.getString(3)));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What {@link #digest} returns as long as nothing is lost. */
    String expectedDigest() {
        MessageDigest digest = sha256();
        for (long id = 0; id < rows; id++) {
            add(digest, id, ssn(id), city(id));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, long id, String ssn, String city) {
        digest.update((id + "\n" + ssn + "\n" + city + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
