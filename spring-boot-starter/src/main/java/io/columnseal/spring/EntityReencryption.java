package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.reencrypt.Reencryption;
import jakarta.persistence.EntityManagerFactory;

/**
 * Re-encryption of everything that the application's entities hold: the way to move stored values to their tenants'
 * active keys after a rotation. A bean of every application with one {@code EntityManagerFactory}, for entities that lie
 * in one database. Safe for use by many threads.
 *
 * <pre>{@code
 * seal.keys().rotate("clinic-1", "j.doe", "yearly rotation");
 * ReencryptionReport report = entityReencryption.prepare().run();
 * }</pre>
 */
public final class EntityReencryption {

    private static final EntityDatabase DATABASE =
            new EntityDatabase(EntityReencryption.class, "seal.reencryption(dataSource, sealedColumns.list())");

    private final ColumnSeal seal;
    private final EntityManagerFactory factory;
    private final SealedColumns columns;

    EntityReencryption(ColumnSeal seal, EntityManagerFactory factory, SealedColumns columns) {
        this.seal = seal;
        this.factory = factory;
        this.columns = columns;
    }

    /**
     * A run over the sealed columns of all entities, in the database that the {@code EntityManagerFactory} reads and
     * writes them in. It takes one connection of that DataSource at a time. Nothing happens before
     * {@link Reencryption#run()}.
     *
     * @throws ConfigurationException if the entities lie in several databases or schemas, by a DataSource that routes or
     *     by tenants with connections, schemas or users of their own: a run over one of them would report itself
     *     complete while the values of the others are under the old key. Such applications call
     *     {@link ColumnSeal#reencryption} once for each
     */
    public Reencryption prepare() {
        return seal.reencryption(DATABASE.of(factory), columns.list());
    }
}
