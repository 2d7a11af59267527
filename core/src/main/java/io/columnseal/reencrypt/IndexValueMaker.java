package io.columnseal.reencrypt;

import io.columnseal.KeyException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.TenantInvalidException;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexContext;
import io.columnseal.reencrypt.Undecryptable.Reason;

/** Makes index values, and tells by them which version of a tenant's INDEX key new ones are made with. */
final class IndexValueMaker {

    private static final byte[] ANY_FORM = new byte[0];

    private final BlindIndexer indexer;
    private final Retries retries;

    IndexValueMaker(BlindIndexer indexer, Retries retries) {
        this.indexer = indexer;
        this.retries = retries;
    }

    /**
     * Byte 0 of index values that are made now; of later ones perhaps another.
     *
     * @throws ImmovableException if the tenant has no INDEX key that may be used
     */
    byte of(String tenant, SealedColumn column, IndexColumn index) throws ImmovableException {
        return indexValue(tenant, column, index, ANY_FORM)[0];
    }

    /** @throws ImmovableException as above */
    byte[] indexValue(String tenant, SealedColumn column, IndexColumn index, byte[]... normalForms)
            throws ImmovableException {
        IndexContext context =
                new IndexContext(tenant, column.context(), index.name(), index.fingerprint(), index.bits());
        try {
            return retries.call(() -> indexer.indexValue(index.uniqueness(), context, normalForms));
        } catch (KeyException | TenantInvalidException e) {
            throw new ImmovableException(e instanceof Retryable ? Reason.KEY_UNAVAILABLE : Reason.NO_INDEX_KEY);
        } catch (KmsException e) {
            throw new ImmovableException(Reason.KEY_UNAVAILABLE);
        }
    }
}
