package io.columnseal.key;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.JdbcColumnRegistry;
import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.SchemaScript;
import io.columnseal.internal.jdbc.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys in a relational database: PostgreSQL, MySQL, MariaDB or H2, in tables that {@link #createSchema()}, the scripts
 * of {@code io/columnseal/schema} or the migrations of {@code columnseal/migration} create.
 *
 * <p>Every method takes a connection, commits and gives it back, so the DataSource must not be the application's pool
 * (nor a proxy that hands out the connection of a running transaction), and must reach the primary. Immutable; safe for
 * use by many threads.
 */
public final class JdbcDataKeyStore implements DataKeyStore {

    /** The version of the tables that this library reads and writes. */
    public static final int SCHEMA_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDataKeyStore.class);

    private static final int CREATION_ATTEMPTS = 5;

    private final DataSource dataSource;
    private final @Nullable KeyStorePool pool;
    private final TableNames names;
    private final SchemaCreation schemaCreation;
    private final KeyStoreTransactions transactions;
    private final DataKeyTable table;
    private final KeyTablesMeta meta;
    private final JdbcAccessLog accessLog;
    private final ColumnRegistry columns;
    private final KeyNotes notes;
    private final ApprovalStore approvals;
    private final NodeRegistry nodes;

    private JdbcDataKeyStore(
            DataSource dataSource, @Nullable KeyStorePool pool, TableNames names, SchemaCreation schemaCreation) {
        this.dataSource = dataSource;
        this.pool = pool;
        this.names = names;
        this.schemaCreation = schemaCreation;
        this.transactions = new KeyStoreTransactions(dataSource);
        this.table = new DataKeyTable(names);
        this.meta = new KeyTablesMeta(names);
        this.accessLog = new JdbcAccessLog(transactions, meta, names);
        this.columns = new JdbcColumnRegistry(transactions, names);
        this.notes = new JdbcKeyNotes(transactions, names);
        this.approvals = new JdbcApprovalStore(transactions, accessLog, names);
        this.nodes = new JdbcNodeRegistry(transactions, names);
    }

    /**
     * Keys on exactly this DataSource, which stays the caller's to close.
     *
     * @param dataSource not the pool that the application's transactions use
     */
    public static JdbcDataKeyStore on(DataSource dataSource) {
        return new JdbcDataKeyStore(dataSource, null, TableNames.DEFAULT, SchemaCreation.NEVER);
    }

    /**
     * Keys on a small pool of its own (HikariCP, at most two connections, none while idle), closed with this store.
     * Connects when first used.
     *
     * @throws io.columnseal.ConfigurationException if HikariCP is not on the class path or no driver takes the URL
     */
    public static JdbcDataKeyStore pooled(String url, String username, String password) {
        KeyStorePool pool = KeyStorePool.open(url, username, password);
        return new JdbcDataKeyStore(pool.dataSource(), pool, TableNames.DEFAULT, SchemaCreation.NEVER);
    }

    /** The same store with its tables in this schema (on MySQL: database); empty for the connection's own. */
    public JdbcDataKeyStore withSchema(String schema) {
        return new JdbcDataKeyStore(dataSource, pool, new TableNames(schema, names.prefix()), schemaCreation);
    }

    /** The same store with this put before the name of every table; empty for none. */
    public JdbcDataKeyStore withTablePrefix(String prefix) {
        return new JdbcDataKeyStore(dataSource, pool, new TableNames(names.schema(), prefix), schemaCreation);
    }

    /**
     * The same store, which creates its tables if they are missing when it is verified, at start-up; {@link
     * SchemaCreation#NEVER} unless said otherwise.
     */
    public JdbcDataKeyStore withSchemaCreation(SchemaCreation creation) {
        return new JdbcDataKeyStore(dataSource, pool, names, creation);
    }

    /**
     * Creates the tables that are missing, and the triggers that keep the access log as it is. Needs the right to do so;
     * production databases are better served by the migrations. Triggers that the database does not let this user create
     * are left out, which is logged.
     *
     * @return this
     * @throws KeyStoreException if the database refuses
     */
    public JdbcDataKeyStore createSchema() {
        transactions.run("create the key tables", connection -> {
            SchemaScript.of(connection).run(connection, names);
            return names;
        });
        createTriggers();
        return this;
    }

    private void createTriggers() {
        try {
            transactions.run("create the triggers of the access log", connection -> {
                Optional<SchemaScript> script = SchemaScript.appendOnly(connection);
                if (script.isPresent()) {
                    script.get().run(connection, names);
                }
                return names;
            });
        } catch (KeyStoreException e) {
            LOG.warn(
                    "The access log was created without the triggers that keep it from being edited; have an"
                            + " administrator of the database run {}append-only-<mysql|h2>.sql",
                    SchemaScript.LOCATION,
                    e);
        }
    }

    @Override
    public void verify() {
        long version = schemaVersion();
        if (version != SCHEMA_VERSION) {
            throw new KeyStoreSchemaException(
                    "The key tables have schema version " + version + ", this library works with " + SCHEMA_VERSION
                            + ". Run the migrations of " + SchemaScript.MIGRATIONS + ", or use the library's version"
                            + " that belongs to the tables",
                    null);
        }
        revision();
    }

    /** Creates nothing where tables are: the user may have no right to. */
    private long schemaVersion() {
        try {
            return readSchemaVersion();
        } catch (KeyStoreSchemaException missing) {
            if (!transactions.run("look at the key database", schemaCreation::appliesTo)) {
                throw missing;
            }
            return createSchemaBesideOthers().readSchemaVersion();
        }
    }

    /** Nodes that start together all find no tables, and making one at the same moment fails in all but one of them. */
    private JdbcDataKeyStore createSchemaBesideOthers() {
        for (int attempt = 1; attempt < CREATION_ATTEMPTS; attempt++) {
            try {
                return createSchema();
            } catch (KeyStoreUnavailableException e) {
                LOG.debug("The key tables were not created at attempt {}", attempt, e);
            }
        }
        return createSchema();
    }

    private long readSchemaVersion() {
        return transactions.run("read the schema version", meta::schemaVersion);
    }

    @Override
    public Optional<DataKeyRow> find(KeyId id) {
        return transactions.run("read key " + id, connection -> table.find(connection, id));
    }

    @Override
    public List<DataKeyRow> findAll(String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed) {
        KeyPage keys = transactions.run("read a tenant's keys", connection -> table.findAll(connection, tenant, usage));
        keys.malformed().forEach(malformed);
        return keys.rows();
    }

    @Override
    public Optional<DataKeyRow> findActive(String tenant, KeyUsage usage) {
        return transactions.run(
                "read a tenant's active key", connection -> table.findActive(connection, tenant, usage));
    }

    @Override
    public KeyPage page(@Nullable KeyId after, int limit) {
        return transactions.run("read keys", connection -> table.page(connection, after, limit));
    }

    @Override
    public boolean write(List<DataKeyRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return transactions.runUnlessTaken("write keys", connection -> {
            meta.countChange(connection);
            if (!writeRows(connection, rows)) {
                return false;
            }
            accessLog.append(connection, entries, chain);
            return true;
        });
    }

    @Override
    public boolean restore(List<RestoredRow> rows, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return transactions.runUnlessTaken("restore keys", connection -> {
            meta.countChange(connection);
            for (RestoredRow restored : slotLast(rows, RestoredRow::row)) {
                if (restored.isAdded()) {
                    table.insert(connection, restored.row());
                } else if (!table.replaceWhole(connection, restored.row(), restored.replacedRevision())) {
                    return false;
                }
            }
            accessLog.append(connection, entries, chain);
            return true;
        });
    }

    @Override
    public OptionalLong reserveSeals(KeyId id, long seals, long limit) {
        return transactions.runCommitted(
                "count seals under key " + id, connection -> table.reserveSeals(connection, id, seals, limit));
    }

    @Override
    public void returnSeals(KeyId id, long seals, long counted) {
        transactions.runCommitted(
                "give seals back under key " + id, connection -> table.returnSeals(connection, id, seals, counted));
    }

    @Override
    public long revision() {
        return transactions.run("read the revision of the key tables", meta::revision);
    }

    @Override
    public KeyChanges changesSince(long revision) {
        return transactions.run("read what changed in the key tables", connection -> {
            // First: rows that are written in between come twice
            long now = meta.revision(connection);
            return new KeyChanges(now, now == revision ? List.of() : table.changedSince(connection, revision));
        });
    }

    @Override
    public boolean isEmpty() {
        return transactions.run("look for keys", table::isEmpty);
    }

    @Override
    public ColumnRegistry columns() {
        return columns;
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    @Override
    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public ApprovalStore approvals() {
        return approvals;
    }

    @Override
    public KeyNotes notes() {
        return notes;
    }

    /** Closes the pool of {@link #pooled}; a DataSource that was given stays open. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private boolean writeRows(Connection connection, List<DataKeyRow> rows) throws SQLException {
        for (DataKeyRow row : slotLast(rows, row -> row)) {
            if (row.revision() == 1) {
                table.insert(connection, row);
            } else if (!table.replace(connection, row)) {
                return false;
            }
        }
        return true;
    }

    /** The one that takes the active slot comes after the one that leaves it. */
    private static <T> List<T> slotLast(List<T> changes, Function<T, DataKeyRow> row) {
        return changes.stream()
                .sorted(Comparator.comparing(change -> row.apply(change).state() == KeyState.ACTIVE))
                .toList();
    }
}
