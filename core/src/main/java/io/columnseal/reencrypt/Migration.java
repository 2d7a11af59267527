package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.FieldCipher;
import io.columnseal.KeyStoreException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.index.BlindIndexer;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.LogOperation;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.MigrationRun.Direction;
import io.columnseal.reencrypt.RunPace.PaceSettings;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A migration of columns between unsealed and sealed and its settings: counts what is which, seals what is left, or goes back,
 * beside running applications.
 *
 * <pre>{@code
 * Migration migration = SealedColumns.of(entityManagerFactory).migration(dataSource);
 * log.info("{}", migration.drift());
 * MigrationReport report = migration.by("j.doe", "seal the patients' numbers").seal();
 * }</pre>
 *
 * <p>Goes in the way of a {@linkplain io.columnseal.reencrypt re-encryption run}: pages in the order of the rows' key, a
 * compare-and-swap on what was read, a count at the end. A concurrent writer always wins. A value and its index values are
 * written together, so that a lookup finds the row before and after. What cannot be changed stays as it is and is
 * {@linkplain RunStore#quarantine listed}, by place and reason. A run that was stopped or killed is resumed by running again.
 *
 * <p>Set up by one thread; runs read and tell their listener on the calling thread, seal and write on others, and may be called
 * again. At its end, {@link #seal()} reads all that is sealed once: what does not open stays, is listed, and makes the report
 * incomplete.
 */
public final class Migration {

    private static final Duration JOURNAL_INTERVAL = Duration.ofSeconds(1);

    private final Sources sources;
    private final DataSource dataSource;
    private final List<MigratingColumn> columns;
    private final SealedNormalForms normalForms;
    private final RunControl control = new RunControl();
    private final List<TimeWindow> windows = new ArrayList<>();
    private @Nullable String tenant;
    private boolean lookalikes;
    private boolean trusting;
    private String formerTenant = "";
    private int pageSize = Reencryption.DEFAULT_PAGE_SIZE;
    private int parallelism = 1;
    private long rowsPerSecond;
    private RunStore store = new InMemoryRunStore();
    private @Nullable String id;
    private RunJournal.Signature signature = new RunJournal.Signature(AccessLog.SYSTEM_ACTOR, "migration");
    private ReencryptionListener listener = progress -> {};
    private BooleanSupplier stopped = () -> false;

    /**
     * What a run works with; made by {@link io.columnseal.ColumnSeal}.
     *
     * @param authentic whether a row of the key store is as this product wrote it
     * @param tenants whether there are others than the default tenant
     */
    public record Sources(
            FieldCipher fields,
            BlindIndexer indexer,
            DataKeyStore keyStore,
            Predicate<DataKeyRow> authentic,
            String defaultTenant,
            boolean tenants) {}

    /** Use {@link io.columnseal.ColumnSeal#migration}. */
    public Migration(
            Sources sources, DataSource dataSource, List<MigratingColumn> columns, SealedNormalForms normalForms) {
        this.sources = sources;
        this.dataSource = dataSource;
        this.columns = List.copyOf(columns);
        this.normalForms = normalForms;
        this.tenant = sources.tenants ? null : sources.defaultTenant;
    }

    /**
     * Whose the values are of which the rows name no tenant: all of them where each tenant has a database of its own. The
     * default tenant's in an application without tenants; in any other they stay as they are unless this is set.
     *
     * @param owner null to leave them as they are
     */
    public Migration tenant(@Nullable String owner) {
        this.tenant = owner;
        return this;
    }

    /**
     * Seals what has the form of a sealed value under a key that is not in the key table, too. It stays as it is unless this
     * is set, since the key may be lost and not the value plain: look at what the drift calls a lookalike first. What an importer
     * {@linkplain Importer#isAuthenticating() verifies} is sealed in any case.
     */
    public Migration sealingLookalikes() {
        this.lookalikes = true;
        return this;
    }

    /**
     * Seals what an importer opens that does not {@linkplain Importer#isAuthenticating() verify} it, even if there are values that
     * it does not open. Without this, nothing of such a column is sealed then: the key may be a wrong or a former one, under which
     * one value in some hundreds comes out as another one, and would be sealed in place of the right one.
     */
    public Migration trustingImporters() {
        this.trusting = true;
        return this;
    }

    /** Rows of one page, {@value Reencryption#DEFAULT_PAGE_SIZE} unless set. */
    public Migration pageSize(int rows) {
        if (rows < 1 || rows > Reencryption.MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("pageSize must be 1.." + Reencryption.MAX_PAGE_SIZE + ": " + rows);
        }
        this.pageSize = rows;
        return this;
    }

    /** How many threads seal and how many connections write at once, as {@link Reencryption#parallelism}. */
    public Migration parallelism(int threads) {
        if (threads < 1 || threads > Reencryption.MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "parallelism must be 1.." + Reencryption.MAX_PARALLELISM + ": " + threads);
        }
        this.parallelism = threads;
        return this;
    }

    /** Changes no more rows than this in a second; no limit unless set. The reading at the end, which changes none, has none. */
    public Migration rowsPerSecond(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("rowsPerSecond must be at least 1: " + limit);
        }
        this.rowsPerSecond = limit;
        return this;
    }

    /** As {@link Reencryption#onlyBetween}; the counts at the beginning and at the end do not wait. */
    public Migration onlyBetween(LocalTime from, LocalTime to) {
        windows.add(new TimeWindow(from, to));
        return this;
    }

    /** As {@link Reencryption#rememberedIn}. */
    public Migration rememberedIn(RunStore runs, String runId) {
        this.store = runs;
        this.id = runId;
        return this;
    }

    /**
     * Who asked for it and why, for the access log, which gets the result.
     *
     * @param actor never blank, at most 255 characters
     * @param reason why, never blank, at most 1000 characters
     * @throws IllegalArgumentException if the log could not hold them
     */
    public Migration by(String actor, String reason) {
        this.signature = new RunJournal.Signature(actor, reason);
        return this;
    }

    /** Who is told after every page, besides those who already are. */
    public Migration listener(ReencryptionListener listener) {
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
    public Migration stopWhen(BooleanSupplier stopped) {
        BooleanSupplier others = this.stopped;
        this.stopped = () -> others.getAsBoolean() || stopped.getAsBoolean();
        return this;
    }

    /** Pauses and stops this run from other threads. */
    public RunControl control() {
        return control;
    }

    /**
     * Counts what is sealed, at any phase. Reads headers only and changes nothing.
     *
     * @throws ReencryptionException if the database refuses
     */
    public List<ColumnDrift> drift() {
        Dialect dialect = Dialects.of(dataSource);
        DriftTaker drift = drift(new RetriedTransactions(dataSource, dialect), new StopSignal(stopped));
        return columns.stream()
                .map(column -> drift.take(new ColumnSql(column.column(), dialect, List.of()))
                        .of(column))
                .toList();
    }

    /**
     * Seals what is not sealed in the columns of phase {@link MigrationPhase#BACKFILL}, then reads all that is sealed.
     *
     * @throws ConfigurationException if there is no such column, or its table has no key
     * @throws ReencryptionException if the database refuses; what was written stays
     * @throws KeyStoreException if the key table cannot be read, or the access log not be written
     */
    public MigrationReport seal() {
        return run(Direction.SEALING, MigrationPhase.BACKFILL);
    }

    /**
     * Goes back: puts the values where they lay before, unsealed, in the columns of phase {@link MigrationPhase#PREPARE},
     * which writes unsealed.
     *
     * @throws ConfigurationException as above
     * @throws ReencryptionException if the database refuses; what was written stays
     * @throws KeyStoreException if the key table cannot be read, or the access log not be written
     */
    public MigrationReport open() {
        return run(Direction.OPENING, MigrationPhase.PREPARE);
    }

    /**
     * Gives each value to the tenant that its row names: what lies under the keys of the one tenant that had them all so far is
     * opened, sealed for the row's tenant, and indexed under its keys. For an application that gets tenants, while no release
     * of it runs: neither the former one nor the next one reads what is under way. Columns of {@code scope = SHARED} stay.
     *
     * @param former the tenant of all values so far, {@link io.columnseal.ColumnSeal#defaultTenant()} unless values were sealed for
     *     another one; rows that name it keep their values
     * @throws ConfigurationException if rows of a column cannot name a tenant, or name it in bytes, or their table has no key
     * @throws IllegalArgumentException if the tenant is blank
     * @throws ReencryptionException if the database refuses; what was written stays
     * @throws KeyStoreException if the key table cannot be read, or the access log not be written
     */
    public MigrationReport assignTenants(String former) {
        if (former.isBlank()) {
            throw new IllegalArgumentException("former must name a tenant");
        }
        this.formerTenant = former;
        return run(Direction.ASSIGNING, MigrationPhase.STRICT);
    }

    private List<MigratingColumn> due(Direction direction, MigrationPhase phase) {
        return columns.stream()
                .filter(column ->
                        direction == Direction.ASSIGNING ? !column.column().shared() : column.phase() == phase)
                .toList();
    }

    private MigrationReport run(Direction direction, MigrationPhase phase) {
        List<MigratingColumn> due = due(direction, phase);
        if (direction == Direction.ASSIGNING) {
            RowAssigning.requireTenants(due);
        }
        if (due.isEmpty() && direction != Direction.ASSIGNING) {
            throw new ConfigurationException(
                    MigrationPhase.SETTING_PREFIX + "<table>.<column>",
                    "no column is in the phase " + phase + ", in which "
                            + (direction == Direction.SEALING ? "what is left is sealed" : "values are unsealed again")
                            + "; deploy that phase on every node first");
        }
        long startedAt = System.nanoTime();
        Dialect dialect = Dialects.of(dataSource);
        RetriedTransactions transactions = new RetriedTransactions(dataSource, dialect);
        List<ColumnSql> tables = due.stream()
                .map(column -> sql(direction, column, dialect, transactions))
                .toList();
        RunTime time = RunTime.SYSTEM;
        RunJournal journal = RunJournal.open(
                store, id == null ? UUID.randomUUID().toString() : id, signature, time, JOURNAL_INTERVAL);
        StopSignal stop = new StopSignal(() -> stopped.getAsBoolean()
                || control.wish() == ReencryptionRun.Wish.STOP
                || journal.wish() == ReencryptionRun.Wish.STOP);
        PaceSettings settings = new PaceSettings(rowsPerSecond, windows, true);
        List<MigratedColumn> done;
        try (RunThreads threads = new RunThreads(parallelism)) {
            MigrationRun.Tools tools = new MigrationRun.Tools(
                    transactions,
                    drift(transactions, stop),
                    threads,
                    new RunPace(settings, stop, journal, control, time),
                    journal,
                    new Progress(listener, time.nanoTime()),
                    new MigrationRun.PageSizes(settings.pageSize(pageSize), pageSize),
                    time.clock());
            done = run(direction, due, tables, tools, stop);
        } catch (RuntimeException | Error e) {
            journal.endBy(e);
            throw e;
        }
        MigrationReport report = new MigrationReport(
                journal.id(),
                done,
                journal.quarantined(),
                stop.obeyed(),
                Duration.ofNanos(System.nanoTime() - startedAt));
        end(journal, report, direction, time);
        return report;
    }

    private List<MigratedColumn> run(
            Direction direction,
            List<MigratingColumn> due,
            List<ColumnSql> tables,
            MigrationRun.Tools tools,
            StopSignal stop) {
        List<Long> planned = new ArrayList<>();
        for (ColumnSql table : tables) {
            planned.add(stop.obey() ? 0 : direction.work(tools.drift().take(table)));
        }
        long total = planned.stream().mapToLong(Long::longValue).sum();
        tools.journal().total(total);
        tools.progress().start(total);
        MigratedRows rows = new MigratedRows(
                sources,
                normalForms,
                tenant,
                formerTenant,
                lookalikes,
                trusting,
                tools.drift(),
                new Retries(LockSupport::parkNanos, stop));
        List<MigratedColumn> done = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            ColumnSql sql = tables.get(i);
            RowMigration changing = rows.changing(direction, sql, due.get(i));
            done.add(
                    stop.obey()
                            ? MigratedColumn.notBegun(sql.column())
                            : new MigrationRun(
                                            sql,
                                            direction,
                                            changing,
                                            rows.checking(direction, sql),
                                            rows.trial(direction, sql, due.get(i)),
                                            tools)
                                    .run(planned.get(i)));
        }
        return done;
    }

    private void end(RunJournal journal, MigrationReport report, Direction direction, RunTime time) {
        // Pools and drivers refuse to serve an interrupted thread
        boolean interrupted = Thread.interrupted();
        try {
            journal.end(
                    report.stopped() ? ReencryptionRun.State.STOPPED : ReencryptionRun.State.FINISHED,
                    report.counted(direction));
            String result = RunEntry.shortened(signature.reason()) + ": run " + report.run()
                    + direction.done + report.written() + " values, "
                    + report.conflicts() + " conflicts, " + report.remaining() + " remaining, " + report.unreadable()
                    + " do not open";
            var entry = AccessLog.Entry.of(LogOperation.MIGRATE, time.clock().instant(), signature.actor())
                    .reason(result);
            sources.keyStore
                    .accessLog()
                    .append((report.complete() ? entry : entry.failed(report.stopped() ? "Stopped" : "ValuesRemain"))
                            .build());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private DriftTaker drift(RetriedTransactions transactions, StopSignal stop) {
        return new DriftTaker(sources.keyStore, transactions, Retries.brief(LockSupport::parkNanos, stop));
    }

    private ColumnSql sql(
            Direction direction, MigratingColumn migrating, Dialect dialect, RetriedTransactions transactions) {
        SealedColumn column = migrating.column();
        ColumnSql sql = transactions.run(
                "look at the key columns", column, connection -> ColumnSql.of(connection, column, dialect));
        if (!sql.hasKey()) {
            throw new ConfigurationException(
                    migrating.setting(),
                    "the rows of " + column.table()
                            + " have no key to be found by: give the table one, for a collection an @OrderColumn");
        }
        TenantColumn tenant = column.tenant();
        if (direction != Direction.OPENING && tenant != null && !column.shared()) {
            boolean ambiguous = transactions.run("look at the tenants' column", column, connection -> {
                TenantNames.requireReadable(connection, new PlainSql(sql));
                if (TenantNames.mayDiffer(connection, new PlainSql(sql), tenant)) {
                    TenantNames.requireDistinct(connection, new PlainSql(sql), tenant);
                    return true;
                }
                return false;
            });
            if (ambiguous) {
                new KeyedTenants(sources.keyStore, transactions).requireSameNames(sql, tenant);
            }
        }
        return sql;
    }
}
