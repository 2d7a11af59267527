package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.kms.RecoveryPrivateKey;
import java.util.Arrays;

/** Gets keys out of their second wrapping. */
final class RecoveryOpener implements KeyOpener {

    private final RecoveryPrivateKey key;

    RecoveryOpener(RecoveryPrivateKey key) {
        this.key = key;
    }

    @Override
    public byte[] open(DataKeyRow row) {
        byte[] wrapped = row.recoveryWrappedKey();
        if (wrapped == null || !key.publicKey().isNamedBy(wrapped)) {
            throw rejected(
                    row,
                    wrapped == null
                            ? "it was never wrapped for a recovery key"
                            : "it was wrapped for another recovery key than "
                                    + key.publicKey().fingerprint());
        }
        byte[] dataKey = key.unwrap(wrapped, row.identity().encryptionContext())
                .orElseThrow(() -> rejected(
                        row,
                        "its recovery-wrapped key was altered, or belongs to another tenant, environment or key row"));
        // Anybody can wrap something for a public key
        if (!KeyDerivation.isKeyOf(row, dataKey)) {
            Arrays.fill(dataKey, (byte) 0);
            throw rejected(row, "what its recovery-wrapped key holds is not the key this row was made for");
        }
        return dataKey;
    }

    private static KeyRejectedException rejected(DataKeyRow row, String problem) {
        return new KeyRejectedException(row.identity().id(), problem, null);
    }
}
