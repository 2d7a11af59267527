package io.columnseal.hibernate;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.hibernate.type.NativeColumn;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads what lies in the columns of one encrypted attribute, for SQL that does not pass through entities or HQL:
 * native queries, {@code JdbcTemplate}, jOOQ, imports.
 *
 * <pre>{@code
 * SealedColumnAccess ssn = SealedColumns.of(entityManagerFactory).column(Patient.class, "ssn");
 * jdbc.update("insert into patient (id, ssn, ssn_bidx) values (?, ?, ?)", 7, ssn.seal(value), ssn.indexValue(value));
 * List<byte[]> bidx = ssn.lookupValues(value);
 * jdbc.queryForList("select id from patient where ssn_bidx in (?, ?)", bidx.get(0), bidx.get(1));
 * }</pre>
 *
 * <p>Works for the tenant that a session would have if it were opened now. A caller that sees all tenants, or has none
 * because whoever opens a session names its tenant, opens values of every tenant, and seals and looks up inside a {@link
 * io.columnseal.TenantScope} only; inside one it opens that tenant's values only. Nothing here adds a condition on
 * the tenant's column to a statement. What is written this way bypasses second-level caches.
 *
 * <p>Safe for use by many threads.
 */
public final class SealedColumnAccess {

    private final NativeColumn column;
    private final SessionFactoryImplementor factory;

    SealedColumnAccess(NativeColumn column, SessionFactoryImplementor factory) {
        this.column = column;
        this.factory = factory;
    }

    /**
     * What to store in the sealed column: {@code byte[]}, or {@code String} if the column stores text. Different on every
     * call, so to be compared with nothing. Null for null.
     *
     * @param value of the attribute's type
     * @throws io.columnseal.TenantMissingException if the caller has no tenant
     * @throws io.columnseal.InvalidValueException if the value is of another type or cannot be stored
     * @throws io.columnseal.KeyException if the tenant has no key that seals
     */
    public @Nullable Object seal(@Nullable Object value) {
        return column.seal(value, factory);
    }

    /**
     * The attribute's value, from what the sealed column holds. Null for null.
     *
     * @param stored {@code byte[]}, or {@code String} from a text column
     * @throws io.columnseal.DecryptionException if it is nothing that was sealed for this attribute
     * @throws io.columnseal.TenantMismatchException if it is another tenant's
     * @throws io.columnseal.KeyException if its key is unknown or may not open
     */
    public @Nullable Object open(@Nullable Object stored) {
        return column.open(stored, factory);
    }

    /**
     * What to store in the column of the blind index, always together with {@link #seal} of the same value. Null for null.
     *
     * @param value of the attribute's type
     * @throws IllegalStateException if the attribute has no {@link BlindIndex}
     * @throws io.columnseal.TenantMissingException if the caller has no tenant
     * @throws io.columnseal.InvalidValueException if the value is of another type or has no normal form
     * @throws io.columnseal.KeyException if the tenant has no key for indexes
     */
    public byte @Nullable [] indexValue(@Nullable Object value) {
        return column.indexValue("", value, factory);
    }

    /**
     * What to store in the second column of a unique index, always together with {@link #indexValue(Object)} of the same
     * value in the first. Null for null.
     *
     * @param value of the attribute's type
     * @throws IllegalStateException if the attribute has no {@link BlindIndex#unique unique} index
     */
    public byte @Nullable [] nextIndexValue(@Nullable Object value) {
        return column.nextIndexValue(value, factory);
    }

    /**
     * The same for the column of a named index.
     *
     * @param name of the {@link BlindIndex}
     * @param value of the attribute's type, whole
     * @throws IllegalStateException if the attribute has no index of that name
     */
    public byte @Nullable [] indexValue(String name, @Nullable Object value) {
        return column.indexValue(name, value, factory);
    }

    /**
     * What the column of the blind index may hold in rows with this value, to be compared with {@code in (?, ?)}: always
     * {@value io.columnseal.index.BlindIndexer#LOOKUP_VALUES}, which are the same unless the tenant's index key is being
     * replaced. Empty for null, which no row is equal to.
     *
     * @param value of the attribute's type
     * @throws io.columnseal.QueryRefusedException if its column is in migration: rows that are not sealed would not be found
     * @throws IllegalStateException if the attribute has no {@link BlindIndex}
     * @throws io.columnseal.TenantMissingException if the caller has no tenant
     * @throws io.columnseal.InvalidValueException if the value is of another type or has no normal form
     * @throws io.columnseal.KeyException if the tenant has no key for indexes
     */
    public List<byte[]> lookupValues(@Nullable Object value) {
        return lookupValues("", value);
    }

    /**
     * The same for the column of a named index.
     *
     * @param name of the {@link BlindIndex}
     * @param part of the type that its extractor takes
     * @throws io.columnseal.QueryRefusedException if its column is in migration: rows that are not sealed would not be found
     * @throws IllegalStateException if the attribute has no index of that name
     */
    public List<byte[]> lookupValues(String name, @Nullable Object part) {
        List<byte[]> values = column.lookupValues(name, part, factory);
        return values == null ? List.of() : values;
    }

    /**
     * What to store in the column of the index of prefixes, always together with {@link #seal} of the same value. Null for
     * null.
     *
     * @param value of the attribute's type
     * @throws IllegalStateException if the attribute has no {@code @BlindIndex(prefix = …)}
     */
    public byte @Nullable [] prefixValue(@Nullable Object value) {
        return column.indexValue(IndexColumn.PREFIXES, value, factory);
    }

    /**
     * Where the column of the index of prefixes lies in rows whose value begins so, to be compared with {@code between ? and ?
     * or … between ? and ?}: always {@value io.columnseal.index.BlindIndexer#LOOKUP_VALUES} ranges, which are the same unless
     * the tenant's index key is being replaced. Empty for null. The empty prefix begins every value, other tenants' too.
     *
     * @param prefix of the index's length at most, when it is normalized; without wildcards
     * @throws io.columnseal.QueryRefusedException if its column is in migration: rows that are not sealed would not be found
     * @throws IllegalStateException if the attribute has no {@code @BlindIndex(prefix = …)}
     * @throws io.columnseal.TenantMissingException if the caller has no tenant
     * @throws io.columnseal.InvalidValueException if the prefix is longer or has no normal form
     */
    public List<PrefixRange> prefixRanges(@Nullable String prefix) {
        List<byte[][]> ranges = column.prefixRanges(prefix, factory);
        return ranges == null
                ? List.of()
                : ranges.stream()
                        .map(range -> new PrefixRange(range[0], range[1]))
                        .toList();
    }
}
