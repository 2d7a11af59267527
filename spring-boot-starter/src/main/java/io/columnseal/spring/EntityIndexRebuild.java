package io.columnseal.spring;

import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.reencrypt.IndexRebuild;
import jakarta.persistence.EntityManagerFactory;

/**
 * Rebuild of all blind indexes of the application's entities: for rows that are older than their index, and after the
 * rotation of an INDEX key. A bean of every application with one {@code EntityManagerFactory}, for entities that lie in
 * one database. Safe for use by many threads.
 *
 * <pre>{@code
 * seal.keys().rotateIndex("clinic-1", "j.doe", "yearly rotation");
 * // some hours later, and until the report says that the rotation is finished
 * IndexRebuildReport report = entityIndexRebuild.prepare().finishRotations("j.doe", "yearly rotation").run();
 * }</pre>
 */
public final class EntityIndexRebuild {

    private static final EntityDatabase DATABASE =
            new EntityDatabase(EntityIndexRebuild.class, "sealedColumns.indexRebuild(dataSource)");

    private final EntityManagerFactory factory;
    private final SealedColumns columns;

    EntityIndexRebuild(EntityManagerFactory factory, SealedColumns columns) {
        this.factory = factory;
        this.columns = columns;
    }

    /**
     * A rebuild of the indexes of all entities, in the database that the {@code EntityManagerFactory} reads and writes
     * them in. It takes one connection of that DataSource at a time. Nothing happens before {@link IndexRebuild#run()}.
     *
     * @throws ConfigurationException if the entities lie in several databases or schemas: a rebuild of one of them would
     *     report itself complete, and could end a rotation while the values of the others are under the old key. Such
     *     applications call {@link SealedColumns#indexRebuild} once for each, and name the others with {@link
     *     IndexRebuild#alsoCounting} when they end a rotation
     */
    public IndexRebuild prepare() {
        return columns.indexRebuild(DATABASE.of(factory));
    }
}
