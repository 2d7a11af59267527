package io.columnseal.test;

import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;

/** A KMS that wraps under one KEK and unwraps under two, those of different services. */
final class TwoKeks extends ForwardingKms {

    private final Kms previous;

    TwoKeks(Kms current, Kms previous) {
        super(current);
        this.previous = previous;
    }

    @Override
    public boolean knows(String kekId) {
        return kekId.equals(previous.kekId()) || super.knows(kekId);
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        return wrappedKey.kekId().equals(previous.kekId())
                ? previous.unwrap(wrappedKey, context)
                : super.unwrap(wrappedKey, context);
    }
}
