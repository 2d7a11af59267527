package io.columnseal.hibernate;

import io.columnseal.hibernate.schema.SealedSchemas;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * The application's own tables, as encrypted attributes need them. Start it once with
 * {@value EncryptionSettings#SCHEMA_CHECK} set to {@code false} to get the statements for a database that the check
 * refuses. Safe for use by many threads.
 *
 * <pre>{@code
 * SealedSchema.of(entityManagerFactory).ddl().forEach(System.out::println);
 * }</pre>
 */
public final class SealedSchema {

    private final SessionFactoryImplementor factory;

    private SealedSchema(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /** @throws jakarta.persistence.PersistenceException if the factory is not Hibernate's */
    public static SealedSchema of(EntityManagerFactory factory) {
        return new SealedSchema(factory.unwrap(SessionFactoryImplementor.class));
    }

    /**
     * The statements that existing tables need, by what the database says now: {@code alter table} for columns that are
     * too short or of the wrong type and for missing columns of blind indexes, {@code create index} for missing indexes on
     * those. Empty if all fits. Only prints: run them with your migration tool. They keep what is stored; tables and sealed
     * columns that do not exist yet are not covered.
     */
    public List<String> ddl() {
        return factory.getServiceRegistry().requireService(SealedSchemas.class).alterStatements(factory);
    }
}
