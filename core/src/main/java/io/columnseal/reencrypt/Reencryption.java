package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.KeyStoreException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * A re-encryption run and its settings: moves every stale value of a catalogue to its tenant's active key, beside
 * running applications. See the package description for what is guaranteed.
 *
 * <p>Set up by one thread; {@link #run()} works on the calling thread and may be called again.
 */
public final class Reencryption {

    /** Rows read, and at most written, in one transaction. */
    public static final int DEFAULT_PAGE_SIZE = 1000;

    /** Largest page; one JDBC batch holds it. */
    public static final int MAX_PAGE_SIZE = 10_000;

    private final FieldCipher fields;
    private final DataKeyStore keyStore;
    private final Predicate<DataKeyRow> authentic;
    private final Consumer<String> forgetKeys;
    private final DataSource dataSource;
    private final List<SealedColumn> catalogue;
    private int pageSize = DEFAULT_PAGE_SIZE;
    private ReencryptionListener listener = progress -> {};
    private BooleanSupplier stopped = () -> false;
    private LongConsumer pause = LockSupport::parkNanos;

    /**
     * Use {@link io.columnseal.ColumnSeal#reencryption}.
     *
     * @param authentic whether a row of the key store is as this product wrote it
     * @param forgetKeys makes this node look up a tenant's active key anew
     * @param dataSource the application's database, its primary; may be the pool the application uses, of which a run
     *     takes one connection at a time
     */
    public Reencryption(
            FieldCipher fields,
            DataKeyStore keyStore,
            Predicate<DataKeyRow> authentic,
            Consumer<String> forgetKeys,
            DataSource dataSource,
            List<SealedColumn> catalogue) {
        this.fields = fields;
        this.keyStore = keyStore;
        this.authentic = authentic;
        this.forgetKeys = forgetKeys;
        this.dataSource = dataSource;
        this.catalogue = List.copyOf(catalogue);
    }

    /** Rows of one page, {@value #DEFAULT_PAGE_SIZE} unless set. Pages of long values are shorter by themselves. */
    public Reencryption pageSize(int rows) {
        if (rows < 1 || rows > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("pageSize must be 1.." + MAX_PAGE_SIZE + ": " + rows);
        }
        this.pageSize = rows;
        return this;
    }

    /** Who is told after every page. */
    public Reencryption listener(ReencryptionListener listener) {
        this.listener = listener;
        return this;
    }

    /** Asked before every page; once true, the run returns what it has done. Interrupting its thread does the same. */
    public Reencryption stopWhen(BooleanSupplier stopped) {
        this.stopped = stopped;
        return this;
    }

    /** How to wait for so many nanoseconds before the KMS is asked again. */
    Reencryption pausing(LongConsumer pause) {
        this.pause = pause;
        return this;
    }

    /**
     * Moves what is stale. Returns when the catalogue is done or the run was stopped; an interrupt stays set.
     *
     * @throws ReencryptionException if the database refuses; values moved so far stay moved
     * @throws KeyStoreException if the key table cannot be read
     */
    public ReencryptionReport run() {
        long startedAt = System.nanoTime();
        Dialect dialect = Dialects.of(dataSource);
        RetriedTransactions transactions = new RetriedTransactions(dataSource, dialect);
        StopSignal stop = new StopSignal(stopped);
        Retries retries = new Retries(pause, stop);
        CatalogueRun run = new CatalogueRun(
                new ValueMover(fields, forgetKeys, retries),
                transactions,
                new CensusTaker(new NamedKeys(keyStore, authentic, retries), transactions),
                pageSize,
                stop,
                new Progress(listener, System::nanoTime));
        List<ColumnReport> columns = run.run(catalogue.stream()
                .map(column -> sql(column, dialect, transactions))
                .toList());
        return new ReencryptionReport(columns, stop.obeyed(), Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private static ColumnSql sql(SealedColumn column, Dialect dialect, RetriedTransactions transactions) {
        return transactions.run(
                "look at the key columns",
                column,
                connection -> new ColumnSql(column, dialect, RowKeys.of(connection, column, dialect)));
    }
}
