package io.columnseal.hibernate;

import io.columnseal.ColumnSeal;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnMigration;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.catalogue.AttributeTypes;
import io.columnseal.hibernate.catalogue.ColumnScan;
import io.columnseal.hibernate.catalogue.LeakageReports;
import io.columnseal.hibernate.compat.TenantMappers;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.leakage.LeakageReport;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.Migration;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * The sealed columns of an application: where each one lies, what identifies its rows and what its values are sealed
 * for. Re-encryption walks them; exported, they serve tools that do not have the application's classes.
 *
 * <pre>{@code
 * seal.reencryption(dataSource, SealedColumns.of(entityManagerFactory).list()).run();
 * }</pre>
 *
 * <p>Includes secondary and joined tables, every table of a {@code TABLE_PER_CLASS} hierarchy, element collections and
 * Envers' audit tables. Safe for use by many threads.
 */
public final class SealedColumns {

    private final SessionFactoryImplementor factory;

    private SealedColumns(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /** @throws jakarta.persistence.PersistenceException if the factory is not Hibernate's */
    public static SealedColumns of(EntityManagerFactory factory) {
        return new SealedColumns(factory.unwrap(SessionFactoryImplementor.class));
    }

    /** All sealed columns in the order of their tables and names, which are written as SQL needs them. */
    public List<SealedColumn> list() {
        return ColumnScan.of(factory.getMappingMetamodel());
    }

    /** The columns together with the application's name, ready for export. */
    public ColumnCatalogue catalogue() {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        SessionFactoryOptions options = factory.getSessionFactoryOptions();
        return new ColumnCatalogue(
                encryption.application(),
                list(),
                migrations(),
                options.isMultiTenancyEnabled() || TenantMappers.arePresent(options));
    }

    private List<ColumnMigration> migrations() {
        return ColumnScan.migrating(factory.getMappingMetamodel()).stream()
                .map(migrating -> new ColumnMigration(
                        migrating.column().table(),
                        migrating.column().column(),
                        migrating.phase().name(),
                        migrating.importer() != null))
                .toList();
    }

    /**
     * Measures what the blind indexes reveal to whoever reads the database without keys, each query reading every value of
     * one index column: now and then, or before an application goes live with real data. Changes nothing.
     *
     * <pre>{@code
     * LeakageReport report = SealedColumns.of(entityManagerFactory).leakage();
     * log.info("Blind indexes:\n{}", report);
     * }</pre>
     *
     * <p>Tenants are told apart by {@code @TenantId}. Where only a {@link io.columnseal.TenantResolver} knows them, say with
     * {@link SealedColumn#withTenant} where rows name theirs, and call {@link ColumnSeal#leakage} with the columns.
     *
     * @throws io.columnseal.ConfigurationException if tenants have connections of their own: call {@link
     *     ColumnSeal#leakage} with the {@link #list()} once for each database
     * @throws io.columnseal.InspectionException if the database refuses a query
     */
    public LeakageReport leakage() {
        return LeakageReports.of(factory, list());
    }

    /**
     * Makes the index values of stored rows, beside running applications: those of rows that are older than their {@link
     * BlindIndex}, and after the {@linkplain io.columnseal.key.Keys#rotateIndex rotation} of an INDEX key. Nothing happens
     * before {@link IndexRebuild#run()}, which empties the query caches of this process when it ends: those of others hold
     * what they hold for as long as they are configured to.
     *
     * <pre>{@code
     * IndexRebuildReport report = SealedColumns.of(entityManagerFactory)
     *         .indexRebuild(dataSource)
     *         .finishRotations("j.doe", "yearly rotation")
     *         .run();
     * }</pre>
     *
     * @param dataSource the application's database, its primary; may be the pool the application uses, of which a run
     *     takes one connection at a time
     */
    public IndexRebuild indexRebuild(DataSource dataSource) {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        return encryption
                .seal()
                .indexRebuild(dataSource, catalogue(), ColumnScan.normalForms(factory.getMappingMetamodel()))
                .afterwards(() -> factory.getCache().evictQueryRegions());
    }

    /**
     * Seals the columns in place that are declared to be in {@linkplain io.columnseal.migrate migration}, beside running
     * applications, counts how far they are, or goes back. Nothing happens before {@link Migration#seal()} or {@link
     * Migration#open()}.
     *
     * <p>Where each tenant has a database of its own, a run is for one of them: name it with {@link Migration#tenant}.
     *
     * @param dataSource the application's database, its primary; may be the pool the application uses
     */
    public Migration migration(DataSource dataSource) {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        Migration migration = encryption
                .seal()
                .migration(
                        dataSource,
                        ColumnScan.migrating(factory.getMappingMetamodel()),
                        ColumnScan.normalForms(factory.getMappingMetamodel()));
        return factory.getSessionFactoryOptions().isMultiTenancyEnabled() ? migration.tenant(null) : migration;
    }

    /**
     * Gives the values of an application that had one tenant to the tenants that their rows name now. Nothing happens before
     * {@link Migration#assignTenants}.
     *
     * @param dataSource the application's database, its primary
     */
    public Migration tenantAssignment(DataSource dataSource) {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        List<MigratingColumn> columns = list().stream()
                .map(column -> new MigratingColumn(column, MigrationPhase.STRICT, null))
                .toList();
        return encryption
                .seal()
                .migration(dataSource, columns, ColumnScan.normalForms(factory.getMappingMetamodel()))
                .tenant(null);
    }

    /**
     * Destroys keys that nothing in the application's database is sealed under any more. Nothing happens before {@link
     * KeyDestruction#destroy}, which first empties the second-level and query caches of this process: those of others hold
     * what they hold for as long as they are configured to.
     *
     * @param dataSource the application's database, its primary
     */
    public KeyDestruction keyDestruction(DataSource dataSource) {
        EncryptionService encryption = factory.getServiceRegistry().requireService(EncryptionService.class);
        return encryption
                .seal()
                .keyDestruction(dataSource, catalogue())
                .beforeCounting(() -> factory.getCache().evictAllRegions());
    }

    /**
     * Access to the columns of one attribute, past entities and queries.
     *
     * @param entity its entity class
     * @param attribute its name, with dots inside embeddables; of an element collection, its elements
     * @throws IllegalArgumentException if there is no such entity, or no such attribute, or it is not encrypted
     */
    public SealedColumnAccess column(Class<?> entity, String attribute) {
        return new SealedColumnAccess(
                AttributeTypes.of(factory, entity, attribute).nativeColumn(), factory);
    }
}
