package io.columnseal;

import io.columnseal.key.DataKeyStore;
import io.columnseal.kms.Kms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The KMS and the key store that were handed over for good, to be closed with the instance, or when there is none.
 *
 * @param kms null if it was borrowed, or none was given
 * @param keyStore null if it was borrowed, or none was given
 */
record OwnedParts(@Nullable Kms kms, @Nullable DataKeyStore keyStore) {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedParts.class);

    /** Closes both, also if the first does not. */
    void close() {
        close(keyStore);
        close(kms);
    }

    private static void close(@Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            // Its type is enough: a driver's message may quote a URL with its password
            LOG.warn(
                    "Could not close {}: {}",
                    part.getClass().getName(),
                    e.getClass().getName());
        }
    }
}
