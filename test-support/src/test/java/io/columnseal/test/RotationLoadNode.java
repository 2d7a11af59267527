package io.columnseal.test;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One JVM of a {@link RotationLoadTest}: writes values at a steady pace; the first one opens the newest value of the others
 * after each. Those only write, since who opens a value under a new key knows that key without having heard of it. Begins
 * when a line comes in; tells at the end how many it opened, and how many did not open.
 */
final class RotationLoadNode {

    static final String READY = "ready";
    static final String OPENED = "opened ";
    static final int READER = 0;
    static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private RotationLoadNode() {}

    static ColumnSeal seal(String masterKey, JdbcDataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(masterKey))
                .keyStore(store)
                .cachePollInterval(POLL_INTERVAL)
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        String prefix = arguments[1];
        int node = Integer.parseInt(arguments[3]);
        int writes = Integer.parseInt(arguments[4]);
        long pace = Long.parseLong(arguments[5]);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setUsername("postgres");
            pool.setMaximumPoolSize(3);
            try (ColumnSeal seal = seal(arguments[2], JdbcDataKeyStore.on(pool).withTablePrefix(prefix));
                    Connection connection = pool.getConnection()) {
                seal.fields().encrypt(SSN, PLAINTEXT);
                System.out.println(READY);
                System.in.read();
                int opened = 0;
                int failed = 0;
                long next = System.nanoTime();
                for (int i = 0; i < writes; i++, next += pace) {
                    LockSupport.parkNanos(next - System.nanoTime());
                    write(connection, prefix, node, seal);
                    byte[] newest = node == READER ? newest(connection, prefix, node) : null;
                    if (newest != null && opens(seal, newest)) {
                        opened++;
                    } else if (newest != null) {
                        failed++;
                    }
                }
                System.out.println(OPENED + opened + " " + failed);
            }
        }
    }

    private static void write(Connection connection, String prefix, int node, ColumnSeal seal) throws SQLException {
        byte[] value = seal.fields().encrypt(SSN, PLAINTEXT);
        long at = System.currentTimeMillis();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + prefix + "load (node, sealed_at, value) values (?, ?, ?)")) {
            insert.setInt(1, node);
            insert.setLong(2, at);
            insert.setBytes(3, value);
            insert.executeUpdate();
        }
    }

    private static byte[] newest(Connection connection, String prefix, int node) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select value from " + prefix + "load where node <> ? order by id desc limit 1")) {
            select.setInt(1, node);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    private static boolean opens(ColumnSeal seal, byte[] value) {
        try {
            seal.fields().decrypt(SSN, value);
            return true;
        } catch (ColumnSealException e) {
            return false;
        }
    }
}
