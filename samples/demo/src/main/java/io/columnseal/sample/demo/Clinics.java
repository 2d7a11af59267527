package io.columnseal.sample.demo;

import io.columnseal.ColumnSeal;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.SealedColumns;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;

/** The application of both clinics: Hibernate on one database, each session working for one clinic. */
final class Clinics implements AutoCloseable {

    private final SessionFactory sessions;

    Clinics(String url, ColumnSeal seal) {
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
                .applySettings(Map.of(
                        JdbcSettings.JAKARTA_JDBC_URL,
                        url,
                        JdbcSettings.JAKARTA_JDBC_USER,
                        "sa",
                        SchemaToolingSettings.JAKARTA_HBM2DDL_DATABASE_ACTION,
                        "create",
                        EncryptionSettings.INSTANCE,
                        seal))
                .build();
        sessions = new MetadataSources(registry)
                .addAnnotatedClass(Patient.class)
                .buildMetadata()
                .buildSessionFactory();
    }

    <T> T inSessionOf(String clinic, Function<Session, T> work) {
        try (Session session =
                sessions.withOptions().tenantIdentifier((Object) clinic).openSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                T result = work.apply(session);
                transaction.commit();
                return result;
            } catch (RuntimeException e) {
                transaction.rollback();
                throw e;
            }
        }
    }

    void store(String clinic, List<Patient> patients) {
        inSessionOf(clinic, session -> {
            patients.forEach(session::persist);
            return patients.size();
        });
    }

    List<Patient> patients(String clinic) {
        return inSessionOf(
                clinic,
                session -> session.createSelectionQuery("from Patient order by id", Patient.class)
                        .getResultList());
    }

    List<Patient> patientsWithSsn(String clinic, String ssn) {
        return inSessionOf(
                clinic,
                session -> session.createSelectionQuery("from Patient where ssn = :ssn", Patient.class)
                        .setParameter("ssn", ssn)
                        .getResultList());
    }

    List<SealedColumn> sealedColumns() {
        return SealedColumns.of(sessions).list();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
