package io.columnseal.test;

import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;

/** A KMS that does what another one does, until a test overrides it. */
class ForwardingKms implements Kms {

    private final Kms kms;

    ForwardingKms(Kms kms) {
        this.kms = kms;
    }

    @Override
    public boolean authenticates() {
        return kms.authenticates();
    }

    @Override
    public boolean repeats() {
        return kms.repeats();
    }

    @Override
    public String kekId() {
        return kms.kekId();
    }

    @Override
    public boolean knows(String kekId) {
        return kms.knows(kekId);
    }

    @Override
    public boolean isSameKek(String kekId, String other) {
        return kms.isSameKek(kekId, other);
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        return kms.generateDataKey(context);
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        return kms.wrap(dataKey, context);
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        return kms.unwrap(wrappedKey, context);
    }
}
