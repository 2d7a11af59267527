package io.columnseal.benchmarks.reencrypt;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.benchmarks.database.Database;
import io.columnseal.benchmarks.patient.PatientFactories;
import io.columnseal.benchmarks.report.Stopwatch;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** A mover's table, in a database of its own, with keys of its own. For one thread. */
final class ChartTable implements AutoCloseable {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final int ROWS_PER_TRANSACTION = 1000;
    private static final int CONNECTIONS = 4;

    private final Mover mover;
    private final Database database;
    private final InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
    private final ColumnSeal seal;
    private final HikariDataSource pool;
    private final SessionFactory factory;
    private final List<SealedColumn> columns;
    private final int rows;

    /** Creates and fills it. */
    ChartTable(Mover mover, Database database, int rows) throws SQLException {
        this.mover = mover;
        this.database = database;
        this.rows = rows;
        this.seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(keys)
                .build();
        String url = database.create("reencrypt_" + mover);
        this.pool = Database.pool(url);
        pool.setMaximumPoolSize(CONNECTIONS);
        Map<String, Object> settings = Map.of(EncryptionSettings.INSTANCE, seal);
        PatientFactories.creating(Chart.class, pool, settings)
                .createEntityManagerFactory()
                .close();
        this.factory =
                PatientFactories.configuration(Chart.class, pool, settings).createEntityManagerFactory();
        this.columns = SealedColumns.of(factory).list();
        try (HikariDataSource bulk = Database.pool(database.bulk(url));
                SessionFactory loading = PatientFactories.configuration(Chart.class, bulk, settings)
                        .createEntityManagerFactory();
                StatelessSession session = loading.openStatelessSession()) {
            for (int from = 0; from < rows; from += ROWS_PER_TRANSACTION) {
                session.beginTransaction();
                session.insertMultiple(IntStream.range(from, Math.min(rows, from + ROWS_PER_TRANSACTION))
                        .mapToObj(Chart::new)
                        .toList());
                session.getTransaction().commit();
            }
        }
    }

    Mover mover() {
        return mover;
    }

    /** Makes all values stale, and the table what it was before the last move. */
    void prepare() throws SQLException {
        seal.keys().rotate(seal.defaultTenant(), "benchmark", "benchmark");
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(database.name().equals("PostgreSQL") ? "vacuum analyze chart" : "analyze table chart");
            connection.setAutoCommit(false);
        }
    }

    /** Moves every value. */
    Stopwatch move() {
        Stopwatch stopwatch = Stopwatch.started();
        switch (mover) {
            case bulk ->
                run(new Reencryption(
                        new NoCipher(
                                seal.keys().history(seal.defaultTenant()).get(0).id()),
                        keys,
                        row -> true,
                        tenant -> {},
                        pool,
                        columns));
            case one -> run(seal.reencryption(pool, columns));
            case two -> run(seal.reencryption(pool, columns).parallelism(2));
            case walk -> walk();
            case session -> walkManaged();
        }
        stopwatch.stopped();
        requireMoved(seal.reencryption(pool, columns).plan().rows());
        return stopwatch;
    }

    private void run(Reencryption reencryption) {
        ReencryptionReport report = reencryption.backOff(false).run();
        requireMoved(5L * rows - report.reencrypted());
    }

    private void requireMoved(long left) {
        if (left != 0) {
            throw new IllegalStateException(mover + " left " + left + " values of " + rows + " rows");
        }
    }

    private void walk() {
        try (StatelessSession session = factory.openStatelessSession()) {
            int after = -1;
            List<Chart> page;
            do {
                session.beginTransaction();
                page = session.createSelectionQuery("from Chart c where c.id > :after order by c.id", Chart.class)
                        .setParameter("after", after)
                        .setMaxResults(ROWS_PER_TRANSACTION)
                        .getResultList();
                if (!page.isEmpty()) {
                    session.updateMultiple(page);
                    after = page.get(page.size() - 1).id;
                }
                session.getTransaction().commit();
            } while (page.size() == ROWS_PER_TRANSACTION);
        }
    }

    private void walkManaged() {
        try (Session session = factory.openSession()) {
            int after = -1;
            List<Chart> page;
            do {
                session.beginTransaction();
                page = session.createSelectionQuery("from Chart c where c.id > :after order by c.id", Chart.class)
                        .setParameter("after", after)
                        .setMaxResults(ROWS_PER_TRANSACTION)
                        .getResultList();
                page.forEach(Chart::touch);
                if (!page.isEmpty()) {
                    after = page.get(page.size() - 1).id;
                }
                session.flush();
                session.clear();
                session.getTransaction().commit();
            } while (page.size() == ROWS_PER_TRANSACTION);
        }
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
        seal.close();
    }
}
