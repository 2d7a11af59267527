package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.patient.PatientFactories;
import io.columnseal.benchmarks.patient.PatientRecord;
import io.columnseal.benchmarks.report.Stopwatch;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.MappingSettings;

/** A contestant on a database, with the operations that are measured. For one thread. */
final class Subject implements AutoCloseable {

    private static final int ROWS_PER_TRANSACTION = 1000;

    private final Contestant contestant;
    private final Database database;
    private final Constructor<? extends PatientRecord> constructor;
    private final Map<String, Object> settings;
    private final DataSource bulk;
    private final DataSource pool;
    private final EntityManagerFactory factory;
    private final String query;
    private int rows;

    /**
     * Creates the table.
     *
     * @param bulk to load it with
     * @param pool for what is measured, the same for all: which processor a connection's thread of the server runs on, the
     *     client's or another, doubles or halves the time of a lookup, and lasts
     */
    Subject(Contestant contestant, Database database, DataSource bulk, DataSource pool) throws Exception {
        this.contestant = contestant;
        this.database = database;
        this.bulk = bulk;
        this.pool = pool;
        constructor = contestant.entity().getDeclaredConstructor();
        settings = new HashMap<>(contestant.settings());
        settings.put(MappingSettings.PHYSICAL_NAMING_STRATEGY, new ContestantTables(contestant));
        PatientFactories.creating(contestant.entity(), pool, settings)
                .createEntityManagerFactory()
                .close();
        factory = PatientFactories.configuration(contestant.entity(), pool, settings)
                .createEntityManagerFactory();
        query = "select p from " + contestant.entity().getSimpleName() + " p where p.ssn = :ssn";
    }

    Contestant contestant() {
        return contestant;
    }

    /** Fills the table through Hibernate, with the driver's way to insert many rows at once. */
    TableSize load(int rows) throws Exception {
        try (SessionFactory loading = PatientFactories.configuration(contestant.entity(), bulk, settings)
                        .createEntityManagerFactory();
                StatelessSession session = loading.openStatelessSession()) {
            while (this.rows < rows) {
                List<PatientRecord> patients = next(Math.min(ROWS_PER_TRANSACTION, rows - this.rows));
                session.beginTransaction();
                session.insertMultiple(patients);
                session.getTransaction().commit();
            }
        }
        return settle();
    }

    private TableSize settle() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return TableSize.settle(database, contestant, connection);
        }
    }

    /** Finds these patients, one after the other, each in a session and a transaction of its own. */
    Stopwatch lookUp(int[] numbers) {
        List<String> wanted = new ArrayList<>();
        for (int number : numbers) {
            wanted.add(PatientRecord.ssnOf(number));
        }
        Stopwatch stopwatch = Stopwatch.started();
        for (String ssn : wanted) {
            if (!find(ssn).ssn().equals(ssn)) {
                throw new IllegalStateException("the lookup found somebody else");
            }
        }
        return stopwatch.stopped();
    }

    private PatientRecord find(String ssn) {
        return factory.callInTransaction(entities -> entities.createQuery(query, contestant.entity())
                .setParameter("ssn", ssn)
                .getSingleResult());
    }

    /** Persists so many new entities in one transaction. */
    Stopwatch insert(int count) throws Exception {
        List<PatientRecord> patients = next(count);
        Stopwatch stopwatch = Stopwatch.started();
        factory.runInTransaction(entities -> patients.forEach(entities::persist));
        return stopwatch.stopped();
    }

    private List<PatientRecord> next(int count) throws ReflectiveOperationException {
        List<PatientRecord> patients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PatientRecord patient = constructor.newInstance();
            patient.fill(rows++);
            patients.add(patient);
        }
        return patients;
    }

    @Override
    public void close() {
        factory.close();
    }
}
