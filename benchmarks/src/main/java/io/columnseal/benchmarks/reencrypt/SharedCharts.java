package io.columnseal.benchmarks.reencrypt;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.database.PostgresDatabase;
import io.columnseal.benchmarks.patient.PatientFactories;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.JdbcRunStore;
import io.columnseal.reencrypt.Reencryption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** A table of charts in PostgreSQL whose keys and runs lie beside it, so that several JVMs can move its values. */
final class SharedCharts implements AutoCloseable {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String RUN = "benchmark";
    private static final int SEEDS = 10_000;

    private final String url;
    private final HikariDataSource pool;
    private final HikariDataSource keyPool;
    private final ColumnSeal seal;
    private final SessionFactory factory;

    private SharedCharts(String url, boolean creating) {
        this.url = url;
        this.pool = Database.pool(url);
        pool.setMaximumPoolSize(6);
        this.keyPool = Database.pool(url);
        JdbcDataKeyStore keys = JdbcDataKeyStore.on(keyPool);
        this.seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(creating ? keys.createSchema() : keys)
                .build();
        Map<String, Object> settings = Map.of(EncryptionSettings.INSTANCE, seal);
        this.factory = (creating
                        ? PatientFactories.creating(Chart.class, pool, settings)
                        : PatientFactories.configuration(Chart.class, pool, settings))
                .createEntityManagerFactory();
    }

    /** Creates it, empty. */
    static SharedCharts create(PostgresDatabase database) throws SQLException {
        return new SharedCharts(database.create("reencrypt_shared"), true);
    }

    /** The same table for another JVM. */
    static SharedCharts at(String url) {
        return new SharedCharts(url, false);
    }

    String url() {
        return url;
    }

    ColumnSeal seal() {
        return seal;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** Fills it anew: some rows as Hibernate does, then the database copies those. */
    void fill(int rows) throws SQLException {
        execute("truncate chart");
        int seeds = Math.min(rows, SEEDS);
        try (StatelessSession session = factory.openStatelessSession()) {
            session.beginTransaction();
            session.insertMultiple(
                    IntStream.range(0, seeds).mapToObj(Chart::new).toList());
            session.getTransaction().commit();
        }
        String columns = "history, diagnosis, medication, allergies, contact, ward, bed, physician, nurse, status,"
                + " admitted, discharged, visits, priority";
        execute("insert into chart (id, " + columns + ") select id + " + seeds + " * copy, " + columns
                + " from chart, generate_series(1, " + (rows / seeds - 1) + ") copy");
        execute("vacuum analyze chart");
    }

    /** Makes all values stale, and the table what it was before the last move. */
    void prepare() throws SQLException {
        seal.keys().rotate(seal.defaultTenant(), "benchmark", "benchmark");
        execute("vacuum analyze chart");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(sql);
            connection.setAutoCommit(false);
        }
    }

    /** A run under one id for all JVMs. */
    Reencryption run() {
        return unnamedRun().rememberedIn(JdbcRunStore.on(keyPool), RUN);
    }

    /** A run of this JVM's own. */
    Reencryption unnamedRun() {
        return seal.reencryption(pool, columns());
    }

    /** What values of one of its columns are sealed for. */
    FieldContext context(String name) {
        SealedColumn column = columns().stream()
                .filter(each -> each.column().equals(name))
                .findFirst()
                .orElseThrow();
        return new FieldContext(seal.defaultTenant(), column.context(), column.purpose(), null, column.paddingBytes());
    }

    private List<SealedColumn> columns() {
        return SealedColumns.of(factory).list();
    }

    /** How many values are not under the active key. */
    long stale() {
        return seal.reencryption(pool, columns()).plan().rows();
    }

    @Override
    public void close() {
        factory.close();
        seal.close();
        pool.close();
        keyPool.close();
    }
}
