package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.KeyStoreException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.reencrypt.ReencryptionPlan.ColumnForecast;
import io.columnseal.reencrypt.ReencryptionPlan.KeyForecast;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunPace.PaceSettings;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A re-encryption run and its settings: moves every stale value of a catalogue to its tenant's active key, beside
 * running applications. See the package description for what is guaranteed.
 *
 * <p>Set up by one thread; {@link #run()} reads and tells its listener on the calling thread, seals and writes on others,
 * and may be called again.
 */
public final class Reencryption {

    /** Rows read, and at most written, in one transaction. */
    public static final int DEFAULT_PAGE_SIZE = 1000;

    /** Most threads of a kind. */
    public static final int MAX_PARALLELISM = 64;

    /** Largest page; one statement or JDBC batch holds it. */
    public static final int MAX_PAGE_SIZE = 10_000;

    /** How long a node of a shared run may give no sign of life. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** What a plan assumes of a database that nobody measured. */
    private static final double PLANNED_ROWS_PER_SECOND = 20_000;

    /** How often a run remembers how far it is, and looks what it is asked to do. */
    private static final Duration JOURNAL_INTERVAL = Duration.ofSeconds(1);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    private final FieldCipher fields;
    private final DataKeyStore keyStore;
    private final Predicate<DataKeyRow> authentic;
    private final Consumer<String> forgetKeys;
    private final DataSource dataSource;
    private final List<SealedColumn> catalogue;
    private final RunControl control = new RunControl();
    private final List<TimeWindow> windows = new ArrayList<>();
    private int pageSize = DEFAULT_PAGE_SIZE;
    private int parallelism = 1;
    private long rowsPerSecond;
    private boolean backOff = true;
    private RunStore store = new InMemoryRunStore();
    private @Nullable String id;
    private RunJournal.Signature signature = new RunJournal.Signature(AccessLog.SYSTEM_ACTOR, "re-encryption");
    private Duration lease = DEFAULT_LEASE;
    private Duration journalInterval = JOURNAL_INTERVAL;
    private ReencryptionListener listener = progress -> {};
    private BooleanSupplier stopped = () -> false;
    private LongConsumer pause = LockSupport::parkNanos;
    private RunTime time = RunTime.SYSTEM;

    /**
     * Use {@link io.columnseal.ColumnSeal#reencryption}.
     *
     * @param authentic whether a row of the key store is as this product wrote it
     * @param forgetKeys makes this node look up a tenant's active key anew
     * @param dataSource the application's database, its primary, to whichever thread asks for a connection; may be the
     *     pool the application uses. Each thread of a run takes one connection at a time
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

    /**
     * How many threads seal and how many connections write at once, 1 of each unless set; one more reads meanwhile. More
     * of them finish earlier and leave the application less of the database.
     */
    public Reencryption parallelism(int threads) {
        if (threads < 1 || threads > MAX_PARALLELISM) {
            throw new IllegalArgumentException("parallelism must be 1.." + MAX_PARALLELISM + ": " + threads);
        }
        this.parallelism = threads;
        return this;
    }

    /** Moves the values of no more rows than this in a second; no limit unless set. */
    public Reencryption rowsPerSecond(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("rowsPerSecond must be at least 1: " + limit);
        }
        this.rowsPerSecond = limit;
        return this;
    }

    /**
     * Whether the run gives way, with pauses, while the database takes more than twice as long for a row as it did
     * before. It does unless told not to.
     */
    public Reencryption backOff(boolean on) {
        this.backOff = on;
        return this;
    }

    /**
     * Lets the run work at this time of the day only, in the default time zone, and wait otherwise. May be called for
     * several times of the day. The counts at the beginning and at the end, which read each table once, do not wait.
     *
     * @param to before {@code from} for a time that goes on past midnight
     */
    public Reencryption onlyBetween(LocalTime from, LocalTime to) {
        windows.add(new TimeWindow(from, to));
        return this;
    }

    /**
     * Where the run is remembered under this id, so that it goes on where it was if it is killed or stopped and then run
     * again under the same id, on whatever node, and so that it can be watched and asked to pause or stop. Without this it
     * is remembered by this object. A run that came to its end begins anew.
     */
    public Reencryption rememberedIn(RunStore runs, String runId) {
        this.store = runs;
        this.id = runId;
        return this;
    }

    /**
     * Who asked for the run, for the access log, which gets its result.
     *
     * @param actor never blank, at most 255 characters
     * @param reason why, never blank, at most 1000 characters
     * @throws IllegalArgumentException if the log could not hold them
     */
    public Reencryption by(String actor, String reason) {
        this.signature = new RunJournal.Signature(actor, reason);
        return this;
    }

    /**
     * How long a node of a {@linkplain #share() shared} run may give no sign of life before another takes its range, 30
     * seconds unless set. Nodes give one every second, or after each page that takes longer. Too short a time costs work
     * that is done twice, and nothing else.
     */
    public Reencryption lease(Duration time) {
        if (time.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease must be at least " + SHORTEST_LEASE + ": " + time);
        }
        this.lease = time;
        return this;
    }

    /** Who is told after every page, besides those who already are. */
    public Reencryption listener(ReencryptionListener listener) {
        ReencryptionListener others = this.listener;
        this.listener = progress -> {
            others.on(progress);
            listener.on(progress);
        };
        return this;
    }

    /**
     * Asked before every page, besides what was given before; once true, the run returns what it has done. Interrupting its thread
     * does the same.
     */
    public Reencryption stopWhen(BooleanSupplier stopped) {
        BooleanSupplier others = this.stopped;
        this.stopped = () -> others.getAsBoolean() || stopped.getAsBoolean();
        return this;
    }

    /** Pauses and stops this run from other threads. */
    public RunControl control() {
        return control;
    }

    /** How to wait for so many nanoseconds before the KMS is asked again. */
    Reencryption pausing(LongConsumer pause) {
        this.pause = pause;
        return this;
    }

    /** How time passes, and how often the run remembers how far it is. */
    Reencryption timing(RunTime time, Duration journalInterval) {
        this.time = time;
        this.journalInterval = journalInterval;
        return this;
    }

    /** Counts what a run would move. Reads headers only, changes nothing and asks no KMS. */
    public ReencryptionPlan plan() {
        Dialect dialect = Dialects.of(dataSource);
        RetriedTransactions transactions = new RetriedTransactions(dataSource, dialect);
        Retries retries = Retries.brief(pause, new StopSignal(stopped));
        CensusTaker censuses = new CensusTaker(new NamedKeys(keyStore, authentic, retries), transactions);
        List<ColumnSql> sql = catalogue.stream()
                .map(column -> new ColumnSql(column, dialect, List.of()))
                .toList();
        Map<ColumnSql, ColumnForecast> columns = new IdentityHashMap<>();
        for (CensusQuery table : CensusQuery.of(sql)) {
            List<Census> taken = censuses.take(table);
            for (int i = 0; i < taken.size(); i++) {
                ColumnSql column = table.columns().get(i);
                columns.put(column, forecast(column.column(), taken.get(i)));
            }
        }
        return new ReencryptionPlan(
                sql.stream().map(columns::get).toList(),
                rowsPerSecond == 0 ? PLANNED_ROWS_PER_SECOND : Math.min(rowsPerSecond, PLANNED_ROWS_PER_SECOND));
    }

    private static ColumnForecast forecast(SealedColumn column, Census census) {
        List<KeyForecast> keys = new ArrayList<>();
        census.stale()
                .forEach((header, values) -> keys.add(new KeyForecast(
                        header.key(), values.tenant(), values.compromised(), values.rows(), values.totalLength())));
        return new ColumnForecast(column, keys, census.unreadable().toList());
    }

    /**
     * Moves what is stale. Returns when the catalogue is done or the run was stopped; an interrupt stays set.
     *
     * @throws ReencryptionException if the database refuses; values moved so far stay moved
     * @throws KeyStoreException if the key table cannot be read, or the access log not be written
     */
    public ReencryptionReport run() {
        Dialect dialect = Dialects.of(dataSource);
        String runId = id == null ? UUID.randomUUID().toString() : id;
        RunJournal journal = RunJournal.open(store, runId, signature, time, journalInterval);
        StopSignal stop = stop(journal);
        ReencryptionReport report;
        try {
            report = run(dialect, journal, stop, WholeRun::new);
        } catch (RuntimeException | Error e) {
            journal.endBy(e);
            throw e;
        }
        uninterrupted(() -> {
            journal.end(stop.obeyed() ? State.STOPPED : State.FINISHED, report.counted());
            log(report, report.figures(), signature);
        });
        return report;
    }

    /**
     * Begins a run that nodes are to {@link #share}, or has one go on that was stopped; one that is under way stays as it
     * is, so that any number of nodes may call this at the same time. Moves nothing.
     *
     * @throws IllegalStateException without {@link #rememberedIn}
     * @throws KeyStoreException if the store cannot be written
     */
    public void begin() {
        RunJournal.beginShared(store, sharedId(), signature, time);
    }

    /**
     * Takes part in a run that was {@linkplain #begin() begun}, beside other nodes that do the same: each takes one range
     * of a table's key after the other, and what others leave behind that die. Returns when the run has come to its end or
     * was stopped, on whichever node. All nodes have the same catalogue and page size.
     *
     * <p>Throttle, windows and back-off hold for each node by itself. One of the nodes counts what remains; in the reports
     * of the others it is not known.
     *
     * @return what this node did; empty if no such run is under way
     * @throws IllegalStateException without {@link #rememberedIn}
     * @throws ReencryptionException if the database refuses; values moved so far stay moved
     * @throws KeyStoreException if the key table or the run's tables cannot be read, or the access log not be written
     */
    public Optional<ReencryptionReport> share() {
        return RunJournal.join(store, sharedId(), time, journalInterval).map(this::share);
    }

    private ReencryptionReport share(RunJournal journal) {
        Dialect dialect = Dialects.of(dataSource);
        RunRanges ranges = store.ranges();
        String node = UUID.randomUUID().toString().replace("-", "");
        AtomicReference<NodeShare> share = new AtomicReference<>();
        StopSignal stop = stop(journal);
        ReencryptionReport report = run(dialect, journal, stop, parts -> {
            RangeClaims claims = new RangeClaims(ranges, journal.id(), node, lease, time.nanoTime());
            share.set(new NodeShare(parts, ranges, claims));
            return share.get();
        });
        NodeShare done = Objects.requireNonNull(share.get(), "the run has asked for it");
        // Where this node alone was stopped, the others go on
        State stopped = journal.wish() == Wish.STOP ? State.STOPPED : State.RUNNING;
        uninterrupted(() -> {
            RunFigures figures = done.figures();
            journal.done(figures.rowsRead());
            done.conclude(() -> log(report, figures, journal.signature()));
            journal.end(done.ended() ? State.FINISHED : stopped, report.counted());
        });
        return report;
    }

    private String sharedId() {
        if (id == null) {
            throw new IllegalStateException("a run that nodes share has to be remembered: call rememberedIn");
        }
        return id;
    }

    private StopSignal stop(RunJournal journal) {
        return new StopSignal(() -> stopped.getAsBoolean() || isAskedToStop(journal));
    }

    private ReencryptionReport run(
            Dialect dialect, RunJournal journal, StopSignal stop, Function<RunParts, RunShare> share) {
        long startedAt = System.nanoTime();
        RetriedTransactions transactions = new RetriedTransactions(dataSource, dialect);
        List<ColumnReport> columns = run(dialect, transactions, journal, stop, share);
        return new ReencryptionReport(
                journal.id(),
                columns,
                transactions.repeated(),
                journal.quarantined(),
                stop.obeyed(),
                Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private void log(ReencryptionReport report, RunFigures figures, RunJournal.Signature whose) {
        keyStore.accessLog()
                .append(RunEntry.of(report, figures, whose, time.clock().instant()));
    }

    /** Pools and drivers refuse to serve an interrupted thread. */
    private static void uninterrupted(Runnable end) {
        boolean interrupted = Thread.interrupted();
        try {
            end.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<ColumnReport> run(
            Dialect dialect,
            RetriedTransactions transactions,
            RunJournal journal,
            StopSignal stop,
            Function<RunParts, RunShare> share) {
        Retries retries = new Retries(pause, stop);
        PaceSettings settings = new PaceSettings(rowsPerSecond, windows, backOff);
        try (RunThreads threads = new RunThreads(parallelism)) {
            RunTools tools = new RunTools(
                    new ValueMover(fields, forgetKeys, retries),
                    transactions,
                    new CensusTaker(new NamedKeys(keyStore, authentic, retries), transactions),
                    threads,
                    time);
            RunParts parts = new RunParts(
                    tools,
                    settings.pageSize(pageSize),
                    stop,
                    new RunPace(settings, stop, journal, control, time),
                    journal,
                    new Progress(listener, time.nanoTime()));
            return new CatalogueRun(parts, share.apply(parts))
                    .run(catalogue.stream()
                            .map(column -> sql(column, dialect, transactions))
                            .toList());
        }
    }

    private boolean isAskedToStop(RunJournal journal) {
        return control.wish() == Wish.STOP || journal.wish() == Wish.STOP;
    }

    private static ColumnSql sql(SealedColumn column, Dialect dialect, RetriedTransactions transactions) {
        return transactions.run(
                "look at the key columns", column, connection -> ColumnSql.of(connection, column, dialect));
    }
}
