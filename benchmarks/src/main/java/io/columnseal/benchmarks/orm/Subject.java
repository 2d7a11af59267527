package io.columnseal.benchmarks.orm;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.patient.PatientFactories;
import io.columnseal.benchmarks.patient.PatientRecord;
import io.columnseal.benchmarks.report.Stopwatch;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A contestant on a database, with the operations that are measured. For one thread. */
final class Subject implements AutoCloseable {

    private final Contestant contestant;
    private final Constructor<? extends PatientRecord> constructor;
    private final HikariDataSource pool;
    private final EntityManagerFactory factory;

    Subject(Contestant contestant, Database database) throws Exception {
        this.contestant = contestant;
        constructor = contestant.entity().getDeclaredConstructor();
        pool = Database.pool(database.create("bench_" + contestant.name()));
        // The tables are made without ShardingSphere: its columns hold ciphertext, and are as long as ours
        Map<String, Object> settings = contestant.settings();
        PatientFactories.creating(contestant.entity(), pool, settings)
                .createEntityManagerFactory()
                .close();
        factory = PatientFactories.configuration(contestant.entity(), contestant.wrap(pool), settings)
                .createEntityManagerFactory();
    }

    Contestant contestant() {
        return contestant;
    }

    /** Empties the table. */
    void clear() {
        inTransaction(
                entities -> entities.createNativeQuery("truncate table patient").executeUpdate());
    }

    /** Persists so many new entities in one transaction. */
    Stopwatch insert(int rows) throws Exception {
        PatientRecord[] records = new PatientRecord[rows];
        for (int i = 0; i < rows; i++) {
            records[i] = constructor.newInstance();
            records[i].fill(i);
        }
        Stopwatch stopwatch = Stopwatch.started();
        inTransaction(entities -> {
            for (PatientRecord patient : records) {
                entities.persist(patient);
            }
        });
        return stopwatch.stopped();
    }

    /** Loads all entities into a new persistence context by one query. */
    Stopwatch load(int rows) {
        Stopwatch stopwatch = Stopwatch.started();
        inTransaction(entities -> requireAll(rows, all(entities)));
        return stopwatch.stopped();
    }

    /** Changes two plain columns of all entities; the clock runs from the first change to the commit. */
    Stopwatch update(int rows) {
        Stopwatch stopwatch = Stopwatch.started();
        inTransaction(entities -> {
            List<? extends PatientRecord> patients = all(entities);
            requireAll(rows, patients);
            stopwatch.restart();
            patients.forEach(PatientRecord::visit);
        });
        return stopwatch.stopped();
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }

    private List<? extends PatientRecord> all(EntityManager entities) {
        return entities.createQuery("select p from " + contestant.entity().getSimpleName() + " p", contestant.entity())
                .getResultList();
    }

    private static void requireAll(int rows, List<? extends PatientRecord> patients) {
        if (patients.size() != rows || patients.get(0).ssn().charAt(3) != '-') {
            throw new IllegalStateException("the table does not hold what was inserted");
        }
    }

    private void inTransaction(Consumer<EntityManager> work) {
        factory.runInTransaction(work);
    }
}
