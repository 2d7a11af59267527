package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.KeyDestructions;
import io.columnseal.key.KeyDestructions.FirstCount;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.KeyDestructionReport.Outcome;
import io.columnseal.reencrypt.KeyDestructionReport.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Destruction of keys that nothing is sealed under any more, in two runs: each counts the values under the keys in every
 * column that was ever registered, and the second one, later than anything could be sealed or committed by then, has those
 * keys wait for their erasure. What cannot be counted is not destroyed.
 *
 * <pre>{@code
 * List<KeyDestructionReport> reports = seal.keyDestruction(dataSource, sealedColumns.catalogue())
 *         .destroy(List.of(oldKey), "j.doe", "replaced a year ago");
 * // some hours later the same again
 * }</pre>
 *
 * <p>A key that waits opens again as soon as a value asks for it; {@link io.columnseal.key.Keys#eraseDue} erases it in the
 * end. Set up by one thread; {@link #destroy} works on the calling thread and may be called again.
 */
public final class KeyDestruction {

    private final KeyDestructions keys;
    private final ColumnRegistry registry;
    private final List<Counted> counted = new ArrayList<>();
    private final List<Runnable> before = new ArrayList<>();
    private Duration longestTransaction = IndexRebuild.LONGEST_TRANSACTION;
    private boolean forced;

    /** Use {@code SealedColumns.keyDestruction}, or {@link io.columnseal.ColumnSeal#keyDestruction} without Hibernate. */
    public KeyDestruction(
            KeyDestructions keys, ColumnRegistry registry, DataSource dataSource, ColumnCatalogue catalogue) {
        this.keys = keys;
        this.registry = registry;
        this.counted.add(new Counted(dataSource, catalogue));
    }

    /**
     * One more place that holds values under the same keys: of another application, or of this one in another database.
     *
     * @param catalogue as that application {@linkplain io.columnseal.catalogue.CatalogueJson exports} it
     */
    public KeyDestruction alsoCounting(DataSource dataSource, ColumnCatalogue catalogue) {
        counted.add(new Counted(dataSource, catalogue));
        return this;
    }

    /**
     * How long a transaction of an application may take, {@link IndexRebuild#LONGEST_TRANSACTION one hour} unless set: a
     * value that it read or sealed when it began is stored when it ends.
     */
    public KeyDestruction longestTransaction(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("longestTransaction must not be negative: " + duration);
        }
        this.longestTransaction = duration;
        return this;
    }

    /** Done before every count: caches that hold stored values, and could write them back, are emptied. */
    public KeyDestruction beforeCounting(Runnable eviction) {
        before.add(eviction);
        return this;
    }

    /**
     * Gives up values that are in no catalogue, sealed through {@code fields()} or {@code files()}: an operation of its
     * own, {@link io.columnseal.key.KeyOperation#FORCE_DESTROY}, which takes a second person. What is in a catalogue is
     * never given up.
     */
    public KeyDestruction force() {
        this.forced = true;
        return this;
    }

    /**
     * Counts, and has those keys wait for their erasure that were counted twice.
     *
     * @return what became of each key, in the order in which they were given
     * @throws ConfigurationException if a registered column is in none of the catalogues, or tenants have databases or schemas of
     *     their own and only one is counted, or a database follows another one, or the clocks of this process and of the key
     *     database differ by more than five minutes; nothing was changed
     * @throws ReencryptionException if a database refuses to count; nothing was changed
     * @throws io.columnseal.KeyException if a key is neither retired nor compromised, no key of values, or edited; nothing
     *     was changed
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not do it
     */
    public List<KeyDestructionReport> destroy(Collection<KeyId> ids, String actor, String reason) {
        ids.forEach(keys::require);
        ColumnCoverage coverage = new ColumnCoverage(registry, catalogues());
        coverage.require();
        CountedPlaces.requireAll("keyDestruction", catalogues());
        before.forEach(Runnable::run);
        // Before anything is counted: what is committed later may not be in the count
        Instant now = keys.now();
        Map<KeyId, List<Reference>> references = new LinkedHashMap<>();
        ids.forEach(id -> references.put(id, new ArrayList<>()));
        for (Counted place : counted) {
            KeyReferences there = new KeyReferences(place.dataSource(), place.catalogue());
            there.requirePrimary();
            there.addTo(references);
        }
        // Another application may have begun to use the keys meanwhile
        coverage.require();
        String columns = coverage.described() + schemas();
        List<KeyDestructionReport> reports = new ArrayList<>();
        references.forEach((id, found) -> reports.add(decide(id, found, now, columns, actor, reason)));
        return reports;
    }

    /** The named ones among the places: what was counted once in one of them was not in another. */
    private String schemas() {
        return counted.stream()
                .map(Counted::dataSource)
                .filter(TenantDataSource.class::isInstance)
                .map(dataSource -> "\nin " + ((TenantDataSource) dataSource).name())
                .sorted()
                .collect(Collectors.joining());
    }

    private KeyDestructionReport decide(
            KeyId id, List<Reference> found, Instant now, String columns, String actor, String reason) {
        if (!found.isEmpty()) {
            keys.noteUsed(id);
            return new KeyDestructionReport(id, Outcome.REFERENCED, found, null);
        }
        if (!forced && keys.isUsedOutside(id)) {
            return new KeyDestructionReport(id, Outcome.USED_OUTSIDE, List.of(), null);
        }
        Duration apart = keys.apart(longestTransaction);
        FirstCount first = keys.firstCount(id, columns).orElse(null);
        if (first == null) {
            keys.noteUnused(id, new FirstCount(now, apart), columns);
        }
        Instant second = first == null ? now.plus(apart) : first.began().plus(longer(first.apart(), apart));
        if (now.isBefore(second) || first == null) {
            return new KeyDestructionReport(id, Outcome.COUNTED_ONCE, List.of(), second);
        }
        keys.destroy(id, forced, actor, reason);
        return new KeyDestructionReport(id, Outcome.PENDING, List.of(), keys.erasedAfter(id));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /**
     * Counts a column that was registered no longer: its table was dropped or renamed, or nothing in it is needed. Whatever
     * is left in it, in a backup say, is lost with the keys that are destroyed from now on. An operation of its own, {@link
     * io.columnseal.key.KeyOperation#FORGET_COLUMN}; an application that maps the column again registers it again. A former spelling of a
     * column that the catalogue names otherwise, with a schema or in quotes since, is forgotten whatever is in it.
     *
     * @param application that registered it, as the registry has it: one whose database is counted. Of one that has no
     *     columns any more, give an empty catalogue with its name
     * @param table as the registry has it, that is as it was written in SQL
     * @throws ConfigurationException if no such column is registered, or no catalogue is that application's, or the column
     *     is in one of the catalogues, or sealed values are still in it in one of the databases that are counted; nothing
     *     was changed
     * @throws ReencryptionException if a database refuses to count; nothing was changed
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not do it
     */
    public void forget(String application, String table, String column, String actor, String reason) {
        ColumnPlace place = new ColumnPlace(table, column);
        List<RegisteredColumn> registered = registry.find(application).stream()
                .filter(known -> known.liesIn(table, column))
                .toList();
        if (registered.isEmpty()) {
            throw notForgotten(place, "application " + application + " has registered no such column");
        }
        List<ColumnCatalogue> catalogues = catalogues();
        if (catalogues.stream().noneMatch(catalogue -> catalogue.application().equals(application))) {
            // Its table would be missing in the databases of others, and pass for dropped
            throw notForgotten(
                    place,
                    "no database of application " + application
                            + " is counted, so that nobody knows what is in it. Name it"
                            + " with alsoCounting(dataSource, catalogue), on the command line by --catalogue");
        }
        CountedPlaces.requireAll("keyDestruction", catalogues);
        ColumnCoverage coverage = new ColumnCoverage(registry, catalogues);
        for (RegisteredColumn known : registered) {
            if (coverage.covers(application, known.context(), place)) {
                throw notForgotten(place, "it is in the catalogue of application " + application);
            }
            FormerColumn former = new FormerColumn(known, place);
            long rows = counted.stream()
                    .filter(there -> !former.isIn(there.catalogue(), there.dataSource()))
                    .mapToLong(there -> former.rows(there.dataSource(), keys::isKnown))
                    .sum();
            if (rows > 0) {
                throw notForgotten(
                        place,
                        rows + " values in it are sealed, and it is no column of the catalogue under another"
                                + " spelling. Export and delete them if nobody needs them, or map it, re-encrypt, and"
                                + " forget it then");
            }
        }
        keys.forget(application, place, actor, reason);
    }

    private List<ColumnCatalogue> catalogues() {
        return counted.stream().map(Counted::catalogue).toList();
    }

    private static ConfigurationException notForgotten(ColumnPlace place, String problem) {
        return new ConfigurationException("keyDestruction", "cannot forget the column " + place + ": " + problem);
    }

    private record Counted(DataSource dataSource, ColumnCatalogue catalogue) {}
}
