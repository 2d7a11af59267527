package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.kms.WrappedKey;
import java.util.Arrays;

/** Unwraps the key of a row and proves that it is the key which the row claims to be. */
final class KeyUnwrapper implements KeyOpener {

    private final KmsRouting routing;
    private final KekUses uses;
    private final Environment environment;

    KeyUnwrapper(KmsRouting routing, KekUses uses, Environment environment) {
        this.routing = routing;
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
            uses.recordFailed(use(row, wrappedKey, actor), e);
            throw e;
        }
        boolean recorded = false;
        try {
            uses.record(use(row, wrappedKey, actor));
            recorded = true;
            return dataKey;
        } finally {
            if (!recorded) {
                Arrays.fill(dataKey, (byte) 0);
            }
        }
    }

    /**
     * Before another key is made beside one that was left behind half-way: each attempt under a KEK that generates and may
     * not unwrap would leave a row more, which nobody may delete.
     *
     * @throws io.columnseal.KmsException if the KEK that wraps keys now did not unwrap the one that was left
     */
    void requireUnwrapping(DataKeyRow left, String actor) {
        WrappedKey wrapped = left.wrappedKey();
        if (wrapped == null
                || !wrapped.kekId().equals(routing.wrapping(left.identity()).kekId())) {
            return;
        }
        try {
            Arrays.fill(unwrap(left, actor), (byte) 0);
        } catch (KeyRejectedException | KmsInvalidCiphertextException e) {
            // The row was edited, which says nothing of the KEK
        }
    }

    /**
     * The same without a word in the access log, for a table that is not yet known to be ours to write to, or where the
     * use is part of an operation that is recorded.
     */
    @Override
    public byte[] open(DataKeyRow row) {
        return verified(row, wrappedKey(row));
    }

    /** Whether somebody who may not wrap could have wrapped a key that unwraps. */
    boolean opensStrangersKeys(DataKeyRow row) {
        return routing.opensStrangersKeys(row);
    }

    @Override
    public boolean needsPin() {
        return !routing.common().authenticates() && environment.isProduction();
    }

    void recordUnwrapped(DataKeyRow row, String actor) {
        uses.record(use(row, wrappedKey(row), actor));
    }

    private EntryBuilder use(DataKeyRow row, WrappedKey wrappedKey, String actor) {
        return uses.use(LogOperation.UNWRAP, wrappedKey.kekId(), actor).key(row.identity());
    }

    private WrappedKey wrappedKey(DataKeyRow row) {
        requireOwn(row);
        if (row.wrappedKey() == null) {
            throw new KeyUnusableException(
                    row.identity().id(), row.state(), "its key was erased and cannot be unwrapped");
        }
        return row.wrappedKey();
    }

    /** Whether the row says that it belongs to the environment of this process. */
    boolean isOfThisEnvironment(DataKeyRow row) {
        return row.identity().environment().equals(environment.name());
    }

    /** @throws KeyRejectedException if the row belongs to another environment */
    void requireOwn(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        if (!isOfThisEnvironment(row)) {
            throw new KeyRejectedException(
                    identity.id(),
                    "its row belongs to another environment than " + environment
                            + ". Connect to this environment's key table, or correct columnseal.environment",
                    null);
        }
    }

    private byte[] verified(DataKeyRow row, WrappedKey wrappedKey) {
        byte[] dataKey = routing.unwrapping(row.identity(), wrappedKey.kekId())
                .unwrap(wrappedKey, row.identity().encryptionContext());
        if (!KeyDerivation.isKeyOf(row, dataKey)) {
            Arrays.fill(dataKey, (byte) 0);
            throw new KeyRejectedException(
                    row.identity().id(),
                    "what the KMS unwrapped is not the key this row was made for. The row was edited or swapped, or"
                            + " the KMS answers with another key; restore the row from a backup",
                    null);
        }
        return dataKey;
    }
}
