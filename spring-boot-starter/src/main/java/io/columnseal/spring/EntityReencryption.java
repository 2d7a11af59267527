package io.columnseal.spring;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.RunStore;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

    private final UnaryOperator<Reencryption> settings;
    private final @Nullable RunStore runs;
    private final Supplier<@Nullable RunStarter> nodes;

    /**
     * @param runs null if runs are not remembered
     * @param nodes gives null if runs are not shared
     */
    EntityReencryption(
            ColumnSeal seal,
            EntityManagerFactory factory,
            SealedColumns columns,
            UnaryOperator<Reencryption> settings,
            @Nullable RunStore runs,
            Supplier<@Nullable RunStarter> nodes) {
        this.seal = seal;
        this.factory = factory;
        this.columns = columns;
        this.settings = settings;
        this.runs = runs;
        this.nodes = nodes;
    }

    /**
     * A run over the sealed columns of all entities, in the database that the {@code EntityManagerFactory} reads and
     * writes them in. Each of its threads takes one connection of that DataSource at a time. It is held back as the
     * properties under {@code columnseal.reencrypt} say, unless the caller says otherwise. Nothing happens before {@link
     * Reencryption#run()}.
     *
     * @throws ConfigurationException if the entities lie in several databases or schemas, by a DataSource that routes or
     *     by tenants with connections, schemas or users of their own: a run over one of them would report itself
     *     complete while the values of the others are under the old key. Such applications call
     *     {@link ColumnSeal#reencryption} once for each
     */
    public Reencryption prepare() {
        return settings.apply(seal.reencryption(DATABASE.of(factory), columns.list()));
    }

    /**
     * The same, remembered under this id by the {@link RunStore} bean: it goes on where it was when it is prepared and run
     * again under the same id, on whatever node, and can be watched, paused and stopped from every node and by the command
     * line.
     *
     * @param runId names the run, 1 to 64 characters
     * @throws ConfigurationException as above, or if there is no {@code RunStore}, as where the keys are in no database
     */
    public Reencryption prepare(String runId) {
        if (runs == null) {
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "is no database of the starter's, so runs are not remembered: define a bean of type "
                            + RunStore.class.getName() + ", or prepare the run without an id");
        }
        return prepare().rememberedIn(runs, runId);
    }

    /**
     * Begins a run under this id that all nodes of the application share, this one too, or has one go on that was stopped.
     * Returns at once; the {@link RunStore} bean tells how far it is, and pauses and stops it on all nodes. One that has
     * ended begins anew.
     *
     * @param runId names the run, 1 to 64 characters
     * @throws ConfigurationException as above, or without {@code columnseal.reencrypt.shared=true}
     */
    public void start(String runId) {
        RunStarter starter = nodes.get();
        if (starter == null) {
            throw new ConfigurationException(
                    "columnseal.reencrypt.shared",
                    "is not true, or columnseal.enabled is false: set it, or prepare the run and run it here");
        }
        starter.start(runId);
    }
}
