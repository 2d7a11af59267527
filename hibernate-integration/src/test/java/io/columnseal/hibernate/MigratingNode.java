package io.columnseal.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.Storage;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;

/**
 * A JVM of {@link SideBySideMigrationTest}: an application in one phase of a migration, which counts up in rows that others count
 * up in as well, and reads all of them, whoever wrote them. Whatever it cannot read ends it with an error.
 */
final class MigratingNode {

    static final String READY = "ready";
    static final int ROWS = 8;

    private MigratingNode() {}

    /** Says that it is ready, waits for a line, then prints how often it counted up each row. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[2]);
        Random random = new Random(arguments[1].hashCode());
        long[] counted = new long[ROWS];
        try (HikariDataSource keys = keyDatabase(arguments[0]);
                ColumnSeal seal = seal(keys);
                SessionFactory factory = factory(seal, arguments[0], arguments[1], "none")) {
            factory.inTransaction(session -> session.find(Patient.class, 0L));
            System.out.println(READY);
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            for (int i = 0; i < rounds; i++) {
                int row = random.nextInt(ROWS);
                factory.inTransaction(session -> countUp(session, row));
                counted[row]++;
                if (i % 5 == 0) {
                    factory.inTransaction(session -> session.createQuery("from Patient", Patient.class)
                            .list()
                            .forEach(patient -> countOf(patient.ssn)));
                }
            }
            for (int row = 0; row < ROWS; row++) {
                System.out.println(counted[row]);
            }
        }
    }

    private static void countUp(Session session, long row) {
        Patient patient = session.find(Patient.class, row, LockModeType.PESSIMISTIC_WRITE);
        requireFound(session, row, patient.ssn);
        patient.ssn = value(countOf(patient.ssn) + 1);
        session.flush();
        requireFound(session, row, patient.ssn);
    }

    private static void requireFound(Session session, long row, String value) {
        List<Long> found = session.createQuery(
                        "select p.id from Patient p where p.ssn = :x and p.id = :row", Long.class)
                .setParameter("x", value)
                .setParameter("row", row)
                .list();
        if (!found.equals(List.of(row))) {
            throw new IllegalStateException("row " + row + " is not found by its value");
        }
    }

    static String value(long count) {
        return "counted " + count;
    }

    static long countOf(String value) {
        return Long.parseLong(value.substring("counted ".length()));
    }

    static HikariDataSource keyDatabase(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(2);
        pool.setMinimumIdle(0);
        return pool;
    }

    static ColumnSeal seal(HikariDataSource keys) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(JdbcDataKeyStore.on(keys))
                .build();
    }

    /** @param phase {@code strict} once the migration is over */
    static SessionFactory factory(ColumnSeal seal, String url, String phase, String action) {
        return TestFactory.of(Patient.class)
                .seal(seal)
                .setting(AvailableSettings.JAKARTA_JDBC_URL, url)
                .setting(AvailableSettings.JAKARTA_JDBC_USER, "postgres")
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action)
                .setting("columnseal.migration.patient.ssn", phase)
                .build();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        @Column(length = 20)
        String ssn;
    }
}
