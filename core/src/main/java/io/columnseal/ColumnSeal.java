package io.columnseal;

import io.columnseal.audit.AuditLog;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.codec.CodecRegistry;
import io.columnseal.file.SealedFiles;
import io.columnseal.health.KeyHealth;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.NormalForms;
import io.columnseal.key.Keks;
import io.columnseal.key.KeyId;
import io.columnseal.key.Keys;
import io.columnseal.leakage.LeakageMeasurement;
import io.columnseal.leakage.LeakageReport;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.SealedNormalForms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Field-level encryption for one application and its database: keys, field cipher, codecs. Built once, safe for use by
 * many threads, closed with the application; closing wipes the keys in memory. Several instances with different keys
 * live side by side.
 *
 * <pre>{@code
 * ColumnSeal seal = ColumnSeal.builder()
 *         .kms(LocalKms.fromHex(masterKey))
 *         .keyStore(JdbcDataKeyStore.on(keyDataSource))
 *         .build();
 * byte[] sealed = seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), plaintext);
 * seal.keys().rotate("clinic-1", "j.doe", "quarterly rotation");
 * }</pre>
 */
public final class ColumnSeal implements AutoCloseable {

    private final Environment environment;
    private final String defaultTenant;
    private final @Nullable TenantResolver tenantResolver;
    private final CodecRegistry codecs;
    private final Engine engine;
    private final NormalForms normalForms = new NormalForms();

    ColumnSeal(
            Environment environment,
            String defaultTenant,
            @Nullable TenantResolver tenantResolver,
            CodecRegistry codecs,
            Engine engine) {
        this.environment = environment;
        this.defaultTenant = defaultTenant;
        this.tenantResolver = tenantResolver;
        this.codecs = codecs;
        this.engine = engine;
    }

    /** Starts building an instance. */
    public static ColumnSealBuilder builder() {
        return new ColumnSealBuilder();
    }

    /**
     * Seals and opens single values without an ORM. Nobody can count them: keys that sealed any are destroyed by force
     * only.
     */
    public FieldCipher fields() {
        return engine.fields();
    }

    /**
     * The same for persistence integrations, whose columns are registered and in a catalogue: for nobody else, since a key
     * whose values are counted nowhere may be destroyed under them.
     */
    public FieldCipher columnFields() {
        return engine.columnFields();
    }

    /**
     * Seals and opens files and streams, under keys of their own: nobody can count what is sealed under them, so they are
     * destroyed by force only.
     */
    public SealedFiles files() {
        return engine.files();
    }

    /** Makes the values of blind indexes. */
    public BlindIndexer indexes() {
        return engine.indexes();
    }

    /** How values are normalized for blind indexes. */
    public NormalForms normalForms() {
        return normalForms;
    }

    /** Rotates keys and tells of them. */
    public Keys keys() {
        return engine.keys();
    }

    /** The access log: whether it is whole, and how its older part is put away. */
    public AuditLog audit() {
        return engine.audit();
    }

    /**
     * Checks keys and access log against the {@linkplain ColumnSealBuilder#health settings}. Reads every key row and the
     * newest entries of the access log; what cannot be read is a finding. Not for every request.
     */
    public KeyHealth health() {
        return engine.health();
    }

    /**
     * Rotates the key that wraps the data keys, and tells which one wraps how many.
     *
     * @throws ConfigurationException if encryption is switched off
     */
    public Keks keks() {
        return engine.keks();
    }

    /**
     * Backups of all keys, and the way back from one.
     *
     * @param directory where they lie; made for this user alone when the first one is written
     * @throws ConfigurationException if encryption is switched off
     */
    public Backups backups(Path directory) {
        return engine.backups(directory);
    }

    /**
     * Runs a task that must not come before the master key is known to be the right one, such as registering columns:
     * now if it was verified, after a {@linkplain Startup#LAZY lazy} start when the first use verifies it, on that
     * thread and before anybody else may use a key. A task that fails then fails that use too, and runs again with the
     * next one.
     */
    public void whenVerified(Runnable task) {
        engine.whenVerified(task);
    }

    /** The columns that were ever sealed, as remembered beside the keys. */
    public ColumnRegistry columns() {
        return engine.columns();
    }

    /**
     * Moves stored values to their tenant's active key, beside running applications. Nothing happens before {@link
     * Reencryption#run()}.
     *
     * @param dataSource the application's database, its primary
     * @param catalogue the columns that hold sealed values
     */
    public Reencryption reencryption(DataSource dataSource, List<SealedColumn> catalogue) {
        return engine.reencryption(dataSource, catalogue);
    }

    /**
     * Measures what blind indexes reveal to whoever reads the database without keys. Needs no key and changes nothing;
     * each query reads every value of one index column.
     *
     * @param dataSource the application's database; a replica will do
     * @param catalogue the columns whose indexes are measured
     * @throws InspectionException if the database refuses a query
     */
    public LeakageReport leakage(DataSource dataSource, List<SealedColumn> catalogue) {
        try (Connection connection = dataSource.getConnection()) {
            return leakage(connection, catalogue);
        } catch (SQLException e) {
            throw new InspectionException("let anybody connect", null, null, e.getSQLState(), e.getErrorCode());
        }
    }

    /**
     * The same on a connection of the caller's.
     *
     * @param connection is left as it was; without auto-commit it is read in its transaction, which goes on
     */
    public LeakageReport leakage(Connection connection, List<SealedColumn> catalogue) {
        return new LeakageMeasurement(connection, tenantResolver != null).of(catalogue);
    }

    /**
     * Makes missing and outdated index values, beside running applications, and ends rotations of INDEX keys. Nothing
     * happens before {@link IndexRebuild#run()}. With Hibernate, {@code SealedColumns.indexRebuild} knows catalogue and
     * normal forms.
     *
     * @param dataSource the application's database, its primary
     * @param catalogue the application's sealed columns, with their indexes
     * @param normalForms what index values are made of
     */
    public IndexRebuild indexRebuild(DataSource dataSource, ColumnCatalogue catalogue, SealedNormalForms normalForms) {
        return engine.indexRebuild(dataSource, catalogue, normalForms, defaultTenant);
    }

    /**
     * Seals columns in place whose values are not sealed yet, beside running applications, or goes back. Nothing happens
     * before {@link Migration#seal()} or {@link Migration#open()}. With Hibernate, {@code SealedColumns.migration} knows
     * columns, phases and normal forms.
     *
     * @param dataSource the application's database, its primary
     * @param columns those that are declared to be in migration
     * @param normalForms what index values are made of
     */
    public Migration migration(DataSource dataSource, List<MigratingColumn> columns, SealedNormalForms normalForms) {
        return engine.migration(dataSource, columns, normalForms, defaultTenant, tenantResolver != null);
    }

    /**
     * Whether a key of this id is in the key table, whatever its use and state: a value that begins with it is sealed. For
     * persistence integrations, while a column is in migration.
     *
     * @throws KeyStoreException if the key table cannot be asked
     * @throws ConfigurationException if encryption is switched off
     */
    public boolean knowsKey(KeyId id) {
        return engine.knowsKey(id);
    }

    /**
     * Destroys keys that nothing is sealed under any more. Nothing happens before {@link KeyDestruction#destroy}. With
     * Hibernate, {@code SealedColumns.keyDestruction} knows the catalogue, and the caches to empty.
     *
     * @param dataSource the application's database, its primary
     * @param catalogue the application's sealed columns
     */
    public KeyDestruction keyDestruction(DataSource dataSource, ColumnCatalogue catalogue) {
        return engine.keyDestruction(dataSource, catalogue);
    }

    /**
     * Loads the active keys of tenants that are not in memory, dozens at once: before a page of rows of many tenants is
     * read, say, whose keys would otherwise be loaded one by one, as its rows are. A tenant that has no key gets its first
     * one, as with its first value. Returns when all are there or failed; failures show when the keys are used. Values
     * under older keys load those by themselves.
     *
     * @param tenants no more than the cache holds keys
     */
    public void prefetch(Collection<String> tenants) {
        engine.prefetch(tenants);
    }

    /** Codecs for Java types. */
    public CodecRegistry codecs() {
        return codecs;
    }

    public Environment environment() {
        return environment;
    }

    /** The tenant of applications without tenancy, and of values shared by all tenants. */
    public String defaultTenant() {
        return defaultTenant;
    }

    /** The resolver that was configured for applications whose persistence provider knows no tenant. */
    public @Nullable TenantResolver tenantResolver() {
        return tenantResolver;
    }

    /**
     * The tenant that the calling thread works for where no session says so: the resolver's, else that of the {@link
     * TenantScope}; without a resolver the default tenant.
     *
     * @param context names the column in errors
     * @return null if there is a resolver but no tenant: values of every tenant may be read and none written
     * @throws TenantMismatchException if the tenant's work runs inside the scope of another one
     */
    public @Nullable String currentTenant(String context) {
        String tenant = tenantResolver == null ? defaultTenant : tenantResolver.currentTenant();
        return tenant == null ? TenantScope.current() : TenantScope.unlessOther(tenant, context);
    }

    /**
     * Drops the nonces that were drawn ahead and seeds anew from the operating system, and drops the seals that were
     * counted ahead. To be called first thing after this process or its virtual machine was restored from a snapshot: two
     * copies that go on with the same nonces break the encryption of what they seal, and each would spend what was counted
     * once. Called by itself where CRaC announces the restore and {@code org.crac:crac} is on
     * the class path. After a restore that nobody announces, nonces are dropped with the wall clock's jump within a tenth of
     * a second, or else outlive it by a second at most. Does not block; safe at any time.
     */
    public void renewRandomness() {
        engine.renewRandomness();
    }

    /**
     * Wipes the keys in memory and closes the KMS and the key store that this instance was built with. Operations fail
     * from then on. Closing again does nothing.
     */
    @Override
    public void close() {
        engine.close();
    }

    @Override
    public String toString() {
        return "ColumnSeal[" + environment + ", " + engine + "]";
    }
}
