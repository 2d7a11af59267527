package io.columnseal.sample.plain;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;

/** Patients of one clinic. The application's pool serves Hibernate; ColumnSeal opens its own small one for its keys. */
public final class Clinic implements AutoCloseable {

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;

    /**
     * @param url of the database
     * @param masterKey 256 bits in hexadecimal, from wherever the deployment keeps its secrets; null if it has none
     * @throws io.columnseal.ConfigurationException if there is no master key
     */
    public Clinic(String url, String masterKey) {
        pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        // Not Map.of, which takes no null: a master key that is missing is to be reported by its name
        Map<String, Object> settings = new HashMap<>();
        settings.put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        settings.put("columnseal.key-store.url", url);
        settings.put("columnseal.kms.local.master-key", masterKey);
        factory = Persistence.createEntityManagerFactory("clinic", settings);
    }

    public Long admit(String name, String ssn, LocalDate birthDate) {
        return factory.callInTransaction(entityManager -> {
            Patient patient = new Patient(name, ssn, birthDate);
            entityManager.persist(patient);
            return patient.id();
        });
    }

    public Patient patient(Long id) {
        return factory.callInTransaction(entityManager -> entityManager.find(Patient.class, id));
    }

    /** The stored forms of all social security numbers, past Hibernate's mapping. */
    public List<byte[]> storedSsns() {
        return factory.callInTransaction(entityManager -> {
            @SuppressWarnings("unchecked")
            List<byte[]> stored = entityManager
                    .createNativeQuery("select ssn from Patient", byte[].class)
                    .getResultList();
            return stored;
        });
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }

    /** Run with MASTER_ENCRYPTION_KEY set, for example to the output of {@code openssl rand -hex 32}. */
    public static void main(String[] arguments) {
        try (Clinic clinic =
                new Clinic("jdbc:h2:mem:clinic;DB_CLOSE_DELAY=-1", System.getenv("MASTER_ENCRYPTION_KEY"))) {
            Long id = clinic.admit("Ada", "123-45-6789", LocalDate.of(1985, 12, 10));
            System.out.println("read back: " + clinic.patient(id).ssn());
            System.out.println(
                    "stored:    " + HexFormat.of().formatHex(clinic.storedSsns().get(0)));
        }
    }
}
