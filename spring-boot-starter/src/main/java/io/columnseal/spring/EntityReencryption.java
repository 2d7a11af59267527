package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.reencrypt.Reencryption;
import javax.sql.DataSource;

/**
 * Re-encryption of everything that the application's entities hold: the way to move stored values to their tenants'
 * active keys after a rotation. A bean of every application with one {@code EntityManagerFactory}. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * seal.keys().rotate("clinic-1", "j.doe", "yearly rotation");
 * ReencryptionReport report = entityReencryption.prepare().run();
 * }</pre>
 */
public final class EntityReencryption {

    private final ColumnSeal seal;
    private final DataSource dataSource;
    private final SealedColumns columns;

    EntityReencryption(ColumnSeal seal, DataSource dataSource, SealedColumns columns) {
        this.seal = seal;
        this.dataSource = dataSource;
        this.columns = columns;
    }

    /**
     * A run over the sealed columns of all entities in the application's database, which takes one connection of its
     * pool at a time. Nothing happens before {@link Reencryption#run()}.
     */
    public Reencryption prepare() {
        return seal.reencryption(dataSource, columns.list());
    }
}
