package io.columnseal.index;

import io.columnseal.KeyException;
import io.columnseal.KeyStoreException;
import io.columnseal.KmsException;
import io.columnseal.TenantMissingException;
import io.columnseal.Uniqueness;
import java.util.List;

/**
 * Makes index values: what is stored beside a sealed value so that it can be found by {@code =}.
 *
 * <p>Guaranteed: the same normal form under the same index gives the same value, on every node and whatever keys seal
 * values meanwhile, until the tenant's INDEX key is rotated; different ones give different values, save by a chance of
 * 2<sup>-128</sup>. Without the key a value tells nothing of the normal form. Not hidden: which rows hold equal values.
 *
 * <p>The tenant's INDEX key is made with its first index value. It is held, renewed and refused by the rules of the keys
 * that seal values. Safe for use by many threads. Arrays are neither kept nor changed.
 */
public interface BlindIndexer {

    /** Bytes of a hash in an index value. */
    int HASH_BYTES = IndexContext.BITS / Byte.SIZE;

    /** Bytes of an index value with one hash: the version of the INDEX key, then the hash. */
    int VALUE_BYTES = 1 + HASH_BYTES;

    /**
     * How many values {@link #lookupValues} returns. Fixed, since queries are planned with one parameter for each, and
     * their plans outlive the rotation of an INDEX key.
     */
    int LOOKUP_VALUES = 2;

    /**
     * The value to store in a column that may hold equal values.
     *
     * @param normalForms what {@link NormalForm#of} made, possibly empty; of an index of prefixes what {@link
     *     PrefixForm#of} made, each of which gets a hash
     * @return {@link #VALUE_BYTES} bytes that belong to the caller, and {@link #HASH_BYTES} more for each further form
     * @throws TenantMissingException if the context has no tenant
     * @throws KeyException if the tenant has no INDEX key that may be used
     * @throws KmsException if the key had to be unwrapped and could not be
     * @throws KeyStoreException if the key had to be read and could not be
     */
    default byte[] indexValue(IndexContext index, byte[]... normalForms) {
        return indexValue(Uniqueness.NONE, index, normalForms);
    }

    /**
     * The value to store in a column. Of a unique index there are two, and every row needs values in both: each column has
     * a unique constraint, and one of the two holds back an equal value whatever nodes know of a rotation of the INDEX key.
     *
     * @param column which of an index's columns it is for
     * @param normalForms as for {@link #indexValue(IndexContext, byte[]...)}
     * @return as above
     * @throws TenantMissingException if the context has no tenant
     * @throws KeyException if the tenant has no INDEX key that may be used
     * @throws KmsException if the key had to be unwrapped and could not be
     * @throws KeyStoreException if the key had to be read and could not be
     */
    byte[] indexValue(Uniqueness column, IndexContext index, byte[]... normalForms);

    /**
     * The values that rows with this normal form may hold: under the newest INDEX key and, while that replaces an older
     * one, under the older one too; else the same value twice.
     *
     * @param normalForms as for {@link #indexValue(IndexContext, byte[]...)}
     * @return exactly {@link #LOOKUP_VALUES} values as long as they are stored, newest first
     * @throws TenantMissingException if the context has no tenant
     * @throws KeyException if the tenant has no INDEX key that may be used
     * @throws KmsException if the key had to be unwrapped and could not be
     * @throws KeyStoreException if the key had to be read and could not be
     */
    List<byte[]> lookupValues(IndexContext index, byte[]... normalForms);
}
