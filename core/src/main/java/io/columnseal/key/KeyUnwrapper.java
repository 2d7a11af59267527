package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreException;
import io.columnseal.KeyUnusableException;
import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Clock;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unwraps the key of a row and proves that it is the key which the row claims to be. */
final class KeyUnwrapper {

    private static final Logger LOG = LoggerFactory.getLogger(KeyUnwrapper.class);

    private final Kms kms;
    private final AccessLog accessLog;
    private final Environment environment;
    private final Clock clock;

    KeyUnwrapper(Kms kms, AccessLog accessLog, Environment environment, Clock clock) {
        this.kms = kms;
        this.accessLog = accessLog;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Unwraps, verifies, and records the use of the KEK.
     *
     * @return 32 bytes that the caller wipes
     */
    byte[] unwrap(DataKeyRow row, String actor) {
        WrappedKey wrappedKey = wrappedKey(row);
        try {
            byte[] dataKey = verified(row, wrappedKey);
            record(row.identity(), wrappedKey, actor, true);
            return dataKey;
        } catch (ColumnSealException e) {
            record(row.identity(), wrappedKey, actor, false);
            throw e;
        }
    }

    /** The same without a word in the access log, for a table that is not yet known to be ours to write to. */
    byte[] unwrapUnrecorded(DataKeyRow row) {
        return verified(row, wrappedKey(row));
    }

    private WrappedKey wrappedKey(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        if (!identity.environment().equals(environment.name())) {
            throw new KeyRejectedException(
                    identity.id(),
                    "its row belongs to another environment than " + environment
                            + ". Connect to this environment's key table, or correct columnseal.environment",
                    null);
        }
        if (row.wrappedKey() == null) {
            throw new KeyUnusableException(identity.id(), row.state(), "its key was erased and cannot be unwrapped");
        }
        return row.wrappedKey();
    }

    private byte[] verified(DataKeyRow row, WrappedKey wrappedKey) {
        KeyIdentity identity = row.identity();
        byte[] dataKey = kms.unwrap(wrappedKey, identity.encryptionContext());
        if (dataKey.length != KeyDerivation.KEY_BYTES
                || !ConstantTime.equal(KeyDerivation.checkValue(dataKey, identity), row.checkValue())) {
            Arrays.fill(dataKey, (byte) 0);
            throw new KeyRejectedException(
                    identity.id(),
                    "what the KMS unwrapped is not the key this row was made for. The row was edited or swapped, or"
                            + " the KMS answers with another key; restore the row from a backup",
                    null);
        }
        return dataKey;
    }

    /** A use that cannot be recorded is no reason to withhold the data: it is told in the log instead. */
    private void record(KeyIdentity identity, WrappedKey wrappedKey, String actor, boolean success) {
        try {
            accessLog.append(new AccessLog.Entry(
                    clock.instant(), "UNWRAP", success, wrappedKey.kekId(), identity.id(), identity.tenant(), actor));
        } catch (KeyStoreException e) {
            LOG.warn("The unwrapping of data key {} is missing from the access log: {}", identity.id(), e.getMessage());
        }
    }
}
