package io.columnseal.hibernate.type;

import io.columnseal.InvalidValueException;
import io.columnseal.QueryRefusedException;
import io.columnseal.TenantMissingException;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.NormalForm;
import io.columnseal.index.PrefixForm;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of one blind index of an attribute, for the tenant of the session that stores or looks for them: the
 * same one that values are sealed for. Safe for use by many threads.
 */
public final class IndexValues {

    private final EncryptedAttribute attribute;
    private final AttributeIndex index;
    private final AttributeValues<?> values;
    private final AttributeValues<?> lookedUp;
    private final TenantIndexes indexes;
    private final SessionTenants tenants;
    private final String defaultTenant;
    private final BlindIndexer indexer;
    private final @Nullable MixedColumn mixed;
    private volatile @Nullable String distrust;

    /**
     * @param attribute what errors name: the indexed one, or that which a named index is looked up by
     * @param values the indexed attribute's
     * @param lookedUp what queries look for: the same, or parts of them
     * @param mixed null unless the column is in migration
     */
    IndexValues(
            EncryptedAttribute attribute,
            AttributeIndex index,
            AttributeValues<?> values,
            AttributeValues<?> lookedUp,
            SessionTenants tenants,
            String defaultTenant,
            BlindIndexer indexer,
            @Nullable MixedColumn mixed) {
        this.attribute = attribute;
        this.index = index;
        this.values = values;
        this.lookedUp = lookedUp;
        this.indexes = new TenantIndexes(index, attribute.context());
        this.tenants = tenants;
        this.defaultTenant = defaultTenant;
        this.indexer = indexer;
        this.mixed = mixed;
    }

    /** The attribute that is looked up: the indexed one, or that which stands for its part in a named index. */
    public EncryptedAttribute attribute() {
        return attribute;
    }

    public AttributeIndex index() {
        return index;
    }

    /**
     * Refuses lookups from now on, since they could find rows by values that they no longer have. Index values of what is
     * written are made as ever.
     *
     * @param remedy what to do, as a sentence
     */
    public void distrust(String remedy) {
        this.distrust = remedy;
    }

    /** @throws QueryRefusedException if the index values that are stored cannot be trusted */
    public void requireTrusted() {
        String remedy = distrust;
        if (remedy != null) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a comparison while its blind index may hold index values of values that are no longer stored",
                    remedy);
        }
    }

    /** @throws QueryRefusedException if rows may hold values that nothing finds but reading them all */
    private void requireFindable() {
        requireTrusted();
        if (isMixed() && !findsUnsealed()) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a comparison while its column is in migration by an importer that is not comparable",
                    "Rows that another library sealed would not be found: look for its values once the backfill is complete and the"
                            + " phase is 'strict', or restrict the query by other attributes and compare in Java.");
        }
    }

    /** @throws QueryRefusedException if rows may hold values that index values do not find */
    void requireComplete() {
        requireFindable();
        if (isMixed()) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a lookup beside Hibernate while its column is in migration",
                    "Rows that are not sealed yet have no index value and would not be found: query them through Hibernate, which"
                            + " finds both, until the migration is over.");
        }
    }

    /** Whether rows may hold values that are not sealed, and no index values beside them. */
    public boolean isMixed() {
        return mixed != null;
    }

    /** Whether such rows can be found by the value itself. */
    public boolean findsUnsealed() {
        return mixed != null && mixed.showsValues();
    }

    /** Whether such rows hold their values as they are, so that the database can also find them without regard to case. */
    public boolean showsUnsealed() {
        return mixed != null && mixed.importer() == null;
    }

    /**
     * What a row that is not sealed is found by, ready to be bound by the attribute's type; null if there can be none.
     *
     * @param value what is looked for, or what its type has made of it for the database
     */
    public @Nullable Object unsealed(@Nullable Object value) {
        Object sealable = mixed == null || value == null ? null : lookedUp.toIndexable(value);
        Object stored = mixed == null || sealable == null ? null : mixed.lookedUp(sealable);
        return stored == null ? null : new AsStored(stored);
    }

    /**
     * Whether none is kept beside a value: a node of an older release would change an unsealed value and leave it behind.
     */
    private boolean isWithheld() {
        return mixed != null && !mixed.phase().seals();
    }

    /** What can be looked up. */
    AttributeValues<?> lookedUp() {
        return lookedUp;
    }

    /**
     * The index value to store, null if what is stored is null.
     *
     * @param value the attribute's, or what its type has made of it for the database
     * @throws TenantMissingException if the session may only read
     * @throws InvalidValueException if the value has no normal form
     */
    public byte @Nullable [] toStore(@Nullable Object value, SharedSessionContractImplementor session) {
        Object indexable = values.toIndexable(value);
        if (indexable == null || isWithheld()) {
            return null;
        }
        String tenant = attribute.shared() ? defaultTenant : tenants.toSeal(session, attribute.context());
        return toStore(indexable, tenant);
    }

    /** Whether null is stored for a value: for null, unless a converter makes something of it. */
    public boolean isStoredAsNull(@Nullable Object value) {
        return values.toIndexable(value) == null;
    }

    /**
     * One of the {@value BlindIndexer#LOOKUP_VALUES} index values that rows with a value may hold, null for null.
     *
     * @param value what is looked for, or what its type has made of it for the database
     * @param slot which of them, from 0
     * @throws QueryRefusedException if index values cannot be trusted, or rows may hold values that no lookup finds
     * @throws TenantMissingException if the session reads every tenant's values
     * @throws InvalidValueException if the value has no normal form
     */
    public byte @Nullable [] toLookUp(@Nullable Object value, int slot, SharedSessionContractImplementor session) {
        requireFindable();
        String tenant = attribute.shared() ? defaultTenant : tenants.toLookUp(session, attribute.context());
        Object indexable = value == null ? null : lookedUp.toIndexable(value);
        return indexable == null ? null : toLookUp(indexable, tenant).get(slot);
    }

    /**
     * Refuses a lookup whose results are to be kept in the query cache.
     *
     * @throws QueryRefusedException if they could be given to another tenant
     */
    public void refuseCaching(SharedSessionContractImplementor session) {
        LookupSessions.refuseCaching(session, attribute, tenants);
    }

    /**
     * The first value of the range that the index values of all texts lie in which begin alike; null for null.
     *
     * @param prefix of the index's length at most when it is normalized
     * @param slot as for {@link #toLookUp}
     * @throws TenantMissingException if the session reads every tenant's values
     * @throws QueryRefusedException if a root session looks for an empty prefix
     * @throws InvalidValueException if the prefix has no normal form
     */
    public byte @Nullable [] toLookUpPrefix(
            @Nullable String prefix, int slot, SharedSessionContractImplementor session) {
        requireTrusted();
        String tenant = attribute.shared() ? defaultTenant : tenants.toLookUp(session, attribute.context());
        if (prefix == null) {
            return null;
        }
        byte[][] forms = prefixes().hashedPrefix(prefix);
        if (forms.length == 0) {
            // Begins every value, those of other tenants among them
            LookupSessions.refuseOthers(session, attribute);
        }
        return firstValues(forms, tenant).get(slot);
    }

    /**
     * The last value of a range. Made of its first one, not of the key again, which may be replaced at any time: between
     * values of two keys lie those of other texts.
     *
     * @param first what {@link #toLookUpPrefix} made of the prefix
     */
    public byte[] lastValue(byte[] first, String prefix) {
        int characters = prefixes().lengthOf(prefix);
        byte[] last = first.clone();
        // Nothing begins all values, whatever key they were made with
        int begin = characters == 0 ? 0 : BlindIndexer.VALUE_BYTES + (characters - 1) * BlindIndexer.HASH_BYTES;
        Arrays.fill(last, begin, last.length, (byte) 0xFF);
        return last;
    }

    /** The ranges of a prefix, for each slot its first and last value. */
    List<byte[][]> ranges(String prefix, String tenant) {
        return firstValues(prefixes().hashedPrefix(prefix), tenant).stream()
                .map(first -> new byte[][] {first, lastValue(first, prefix)})
                .toList();
    }

    private List<byte[]> firstValues(byte[][] forms, String tenant) {
        List<byte[]> begins = forms.length == 0
                ? Collections.nCopies(BlindIndexer.LOOKUP_VALUES, new byte[0])
                : hashed(forms, hidden -> indexer.lookupValues(indexes.of(tenant), hidden));
        return begins.stream()
                .map(begin -> Arrays.copyOf(begin, index.valueBytes()))
                .toList();
    }

    /** @throws IllegalStateException if this is no index of prefixes */
    public PrefixForm prefixes() {
        if (index.form() instanceof PrefixForm prefixes) {
            return prefixes;
        }
        throw new IllegalStateException(index.name() + " is no index of prefixes");
    }

    /**
     * A text that is looked for, as the application gave it.
     *
     * @param value a text, or what the attribute's type has made of it for the database; null for null
     * @throws InvalidValueException if it is none
     */
    public @Nullable String text(@Nullable Object value) {
        Object text = lookedUp.toIndexable(value);
        if (text instanceof char[] characters) {
            return new String(characters);
        }
        if (text == null || text instanceof String) {
            return (String) text;
        }
        throw lookedUp.refused(text);
    }

    byte @Nullable [] toStore(Object indexable, String tenant) {
        return isWithheld()
                ? null
                : hashed(
                        index.form().hashed(indexable),
                        forms -> indexer.indexValue(index.uniqueness(), indexes.of(tenant), forms));
    }

    List<byte[]> toLookUp(Object indexable, String tenant) {
        NormalForm form = index.lookupForm();
        if (form == null) {
            throw new IllegalStateException("an index of prefixes finds no values");
        }
        return hashed(form.hashed(indexable), forms -> indexer.lookupValues(indexes.of(tenant), forms));
    }

    private static <T> T hashed(byte[][] forms, Function<byte[][], T> hash) {
        try {
            return hash.apply(forms);
        } finally {
            for (byte[] form : forms) {
                Arrays.fill(form, (byte) 0);
            }
        }
    }
}
