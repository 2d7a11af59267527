package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.Arrays;

/** Unwraps the key of a row and proves that it is the key which the row claims to be. */
final class KeyUnwrapper {

    private static final String UNWRAP = "UNWRAP";

    private final Kms kms;
    private final KekUses uses;
    private final Environment environment;

    KeyUnwrapper(Kms kms, KekUses uses, Environment environment) {
        this.kms = kms;
        this.uses = uses;
        this.environment = environment;
    }

    /**
     * Unwraps, verifies, and records the use of the KEK.
     *
     * @return 32 bytes that the caller wipes
     */
    byte[] unwrap(DataKeyRow row, String actor) {
        WrappedKey wrappedKey = wrappedKey(row);
        byte[] dataKey;
        try {
            dataKey = verified(row, wrappedKey);
        } catch (RuntimeException e) {
            // Typed or not: an SDK's own error is a failed use of the KEK as well
            uses.record(use(row, wrappedKey, actor).failed(e));
            throw e;
        }
        uses.record(use(row, wrappedKey, actor));
        return dataKey;
    }

    /**
     * The same without a word in the access log, for a table that is not yet known to be ours to write to; {@link
     * #recordUnwrapped} makes up for it.
     */
    byte[] unwrapUnrecorded(DataKeyRow row) {
        return verified(row, wrappedKey(row));
    }

    void recordUnwrapped(DataKeyRow row, String actor) {
        uses.record(use(row, wrappedKey(row), actor));
    }

    private EntryBuilder use(DataKeyRow row, WrappedKey wrappedKey, String actor) {
        return uses.use(UNWRAP, wrappedKey.kekId(), actor).key(row.identity());
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
}
