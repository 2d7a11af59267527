package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.FieldCipher;
import io.columnseal.KeyStoreException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.index.BlindIndexer;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.IndexRotations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild of blind indexes and its settings: gives every row of a catalogue's index columns an index value under the
 * INDEX key that new ones are made with, beside running applications. For rows that are older than their index, after the
 * rotation of an INDEX key, and after a restore of older tables.
 *
 * <pre>{@code
 * IndexRebuildReport report = SealedColumns.of(entityManagerFactory)
 *         .indexRebuild(dataSource)
 *         .finishRotations("j.doe", "yearly rotation")
 *         .run();
 * }</pre>
 *
 * <p>Takes the columns in the way of a {@linkplain io.columnseal.reencrypt re-encryption run}: a census, pages in the order
 * of the rows' key, a compare-and-swap on value and index value, a second census. A concurrent writer always wins. Values
 * that do not open are counted and stay as they are; so does everything but the index columns. Rows of a unique index whose
 * index value another row holds are named and get none; one that they hold of another value is taken away.
 *
 * <p>Set up by one thread; {@link #run()} works on the calling thread and may be called again.
 */
public final class IndexRebuild {

    /** How long a transaction of an application may take, unless said otherwise. */
    public static final Duration LONGEST_TRANSACTION = Duration.ofHours(1);

    private final Sources sources;
    private final SealedNormalForms normalForms;
    private final List<Counted> counted = new ArrayList<>();
    private int pageSize = Reencryption.DEFAULT_PAGE_SIZE;
    private boolean everyValue;
    private @Nullable String tenant;
    private RunJournal.@Nullable Signature signature;
    private Duration longestTransaction = LONGEST_TRANSACTION;
    private boolean evenWithoutValues;
    private ReencryptionListener listener = progress -> {};
    private Runnable afterwards = () -> {};
    private BooleanSupplier stopped = () -> false;

    /**
     * What a run works with. Created by the facade; no API for applications.
     *
     * @param authentic whether a row of the key store is as this product wrote it
     * @param defaultTenant whose values those are that belong to no tenant
     */
    public record Sources(
            FieldCipher fields,
            BlindIndexer indexer,
            DataKeyStore keyStore,
            Predicate<DataKeyRow> authentic,
            IndexRotations rotations,
            String defaultTenant) {}

    /**
     * Created by the facade; no API for applications. Use {@code SealedColumns.indexRebuild}, or {@link
     * io.columnseal.ColumnSeal#indexRebuild} without Hibernate.
     */
    public IndexRebuild(
            Sources sources, DataSource dataSource, ColumnCatalogue catalogue, SealedNormalForms normalForms) {
        this.sources = sources;
        this.normalForms = normalForms;
        this.counted.add(new Counted(dataSource, catalogue));
    }

    /** Rows of one page, {@value Reencryption#DEFAULT_PAGE_SIZE} unless set. */
    public IndexRebuild pageSize(int rows) {
        if (rows < 1 || rows > Reencryption.MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("pageSize must be 1.." + Reencryption.MAX_PAGE_SIZE + ": " + rows);
        }
        this.pageSize = rows;
        return this;
    }

    /** Only the rows of this tenant. Other tenants' rows are not counted either. */
    public IndexRebuild tenant(String tenant) {
        this.tenant = tenant;
        return this;
    }

    /**
     * Opens every value and compares what it is indexed by, instead of looking at keys alone: after a time in which
     * something wrote values without their index values, such as nodes of a release that did not have the index yet. Takes
     * as long as a re-encryption of everything.
     */
    public IndexRebuild everyValue() {
        this.everyValue = true;
        return this;
    }

    /**
     * Ends, after the rebuild, each rotation of an INDEX key of which nothing is stored any more: queries no longer look
     * for values of the previous key, which becomes {@link io.columnseal.key.KeyState#DESTROY_PENDING}, and the next
     * rotation may come. Those of all tenants that have values in the catalogue, or of the {@linkplain #tenant tenant}
     * alone.
     *
     * <p>A rotation ends only when nobody can write values of the previous key any more: the hard limit of the key cache,
     * ten minutes and the {@linkplain #longestTransaction longest transaction} after it was begun. Before that, the report
     * says when. Where there are unique indexes, the first run after that only {@linkplain
     * io.columnseal.key.KeyState#SUPERSEDED supersedes} the previous key, and another one ends the rotation as much later.
     * A tenant whose keys were damaged or suspended is reported with the failure, and stops no other's. The run
     * must see every index value of the tenant: the run refuses if an index column that was ever registered
     * with the keys is in none of its catalogues. Where applications share keys, or tenants' rows lie in several databases,
     * name the others with {@link #alsoCounting}. The rotation of a tenant that was asked for and has no value in an indexed
     * column of any of them does not end, unless told {@link #evenWithoutValues}.
     *
     * @param actor who asked, for the record; never blank, at most 255 characters
     * @param reason why, for the record; never blank, at most 1000 characters
     * @throws IllegalArgumentException if the record could not hold them
     */
    public IndexRebuild finishRotations(String actor, String reason) {
        this.signature = new RunJournal.Signature(actor, reason);
        return this;
    }

    /**
     * Ends the rotation of the {@linkplain #tenant tenant} asked for also if no indexed value of it is seen: of one that
     * has none any more. Where every tenant has a database of its own, a run on the wrong one sees none either.
     */
    public IndexRebuild evenWithoutValues() {
        this.evenWithoutValues = true;
        return this;
    }

    /**
     * How long a transaction of an application may take, {@link #LONGEST_TRANSACTION one hour} unless set: an index value
     * that it made when it began is stored when it ends. The same goes for index values that are made for native SQL.
     */
    public IndexRebuild longestTransaction(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("longestTransaction must not be negative: " + duration);
        }
        this.longestTransaction = duration;
        return this;
    }

    /**
     * One more place that holds index values made with the same keys: of another application, or of this one in another
     * database. They are counted before a rotation ends, not rebuilt: that needs a run of its own.
     *
     * @param catalogue as that application {@linkplain io.columnseal.catalogue.CatalogueJson exports} it
     */
    public IndexRebuild alsoCounting(DataSource dataSource, ColumnCatalogue catalogue) {
        this.counted.add(new Counted(dataSource, catalogue));
        return this;
    }

    /** Who is told after every page. */
    public IndexRebuild listener(ReencryptionListener listener) {
        this.listener = listener;
        return this;
    }

    /** Done when a run has ended, however it did: what caches hold was found without the index values it has made. */
    public IndexRebuild afterwards(Runnable action) {
        this.afterwards = action;
        return this;
    }

    /**
     * Asked before every page, besides what was given before; once true, the run returns what it has done. Interrupting its thread
     * does the same.
     */
    public IndexRebuild stopWhen(BooleanSupplier stopped) {
        BooleanSupplier others = this.stopped;
        this.stopped = () -> others.getAsBoolean() || stopped.getAsBoolean();
        return this;
    }

    /**
     * Rebuilds what is stale, and ends rotations if it was asked to. Returns when the catalogue is done or the run was
     * stopped; an interrupt stays set.
     *
     * @throws ReencryptionException if the database refuses; what was written stays
     * @throws KeyStoreException if the key table cannot be read
     * @throws ConfigurationException if rotations are to end and an index column is in none of the catalogues; nothing
     *     was written
     */
    public IndexRebuildReport run() {
        try {
            return rebuildAndFinish();
        } finally {
            afterwards.run();
        }
    }

    private IndexRebuildReport rebuildAndFinish() {
        long startedAt = System.nanoTime();
        IndexCoverage coverage = new IndexCoverage(
                sources.keyStore().columns(),
                counted.stream().map(Counted::catalogue).toList());
        if (signature != null) {
            coverage.require();
            // One tenant's own database is all there is of it, but for values of no tenant, which lie in all of them
            if (tenant == null || tenant.equals(sources.defaultTenant())) {
                CountedPlaces.requireAll(
                        "finishRotations",
                        counted.stream().map(Counted::catalogue).toList());
            }
        }
        StopSignal stop = new StopSignal(stopped);
        Retries retries = new Retries(LockSupport::parkNanos, stop);
        CountedDatabase own = counted.get(0).open(sources, retries);
        List<IndexColumnReport> columns = rebuild(own, retries, stop);
        RotationFinish.Result rotations = new RotationFinish.Result(List.of(), List.of());
        if (signature != null && !stop.obey()) {
            Stream<CountedDatabase> others = counted.stream().skip(1).map(other -> other.open(sources, retries));
            List<CountedDatabase> databases =
                    Stream.concat(Stream.of(own), others).toList();
            rotations = new RotationFinish(
                            sources.rotations(), coverage, databases, longestTransaction, evenWithoutValues, signature)
                    .run(tenant);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        return new IndexRebuildReport(columns, rotations.reports(), rotations.failures(), stop.obeyed(), took);
    }

    private List<IndexColumnReport> rebuild(CountedDatabase database, Retries retries, StopSignal stop) {
        IndexValueMaker values = new IndexValueMaker(sources.indexer(), retries);
        IndexCatalogueRun run = new IndexCatalogueRun(
                new IndexCensusTaker(database.groups(), values, tenant),
                new ValueOpener(sources.fields(), retries),
                normalForms,
                values,
                database.transactions(),
                new IndexCatalogueRun.RunSettings(
                        pageSize, everyValue, stop, new Progress(listener, System::nanoTime)));
        return run.run(database.columns());
    }

    private record Counted(DataSource dataSource, ColumnCatalogue catalogue) {

        CountedDatabase open(Sources sources, Retries retries) {
            return new CountedDatabase(dataSource, catalogue, sources.keyStore(), sources.authentic(), retries);
        }
    }
}
