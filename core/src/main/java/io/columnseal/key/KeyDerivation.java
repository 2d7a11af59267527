package io.columnseal.key;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.octet;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.cipher.Suite;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.internal.crypto.Hkdf;
import java.util.HexFormat;

/**
 * Everything that is ever derived from a data key. A data key itself encrypts nothing. The labels and the order of the
 * elements are frozen by stored data.
 */
final class KeyDerivation {

    static final int KEY_BYTES = 32;

    private static final String PURPOSE_KEY = "columnseal/1";
    private static final String INDEX_KEY = "columnseal/index/1";
    private static final String CHECK_VALUE = "columnseal/check/1";
    private static final String STATE_MAC_KEY = "columnseal/state-mac/1";
    private static final String AUDIT_MAC_KEY = "columnseal/audit-mac/1";
    private static final String BACKUP_KEY = "columnseal/backup/1";

    private KeyDerivation() {}

    /** The key that seals values of one purpose under one suite. */
    static byte[] purposeKey(byte[] dataKey, Suite suite, String purpose) {
        return Hkdf.derive(dataKey, encode(text(PURPOSE_KEY), octet(suite.id()), text(purpose)), KEY_BYTES);
    }

    /** The key that makes the values of one index, from the tenant's INDEX key. */
    static byte[] indexKey(byte[] dataKey, IndexContext index) {
        byte[] info = encode(
                text(INDEX_KEY),
                text(index.field()),
                text(index.name()),
                HexFormat.of().parseHex(index.fingerprint()),
                number(index.bits()));
        return Hkdf.derive(dataKey, info, KEY_BYTES);
    }

    /**
     * Commits a key id to exactly one data key and identity: compared after every unwrap, so that values need no key
     * commitment of their own, which AES-GCM does not have.
     */
    static byte[] checkValue(byte[] dataKey, KeyIdentity identity) {
        byte[] info = encode(
                text(CHECK_VALUE),
                number(identity.id().value()),
                text(identity.environment()),
                text(identity.tenant()),
                text(identity.usage().name()),
                number(identity.version()),
                octet(identity.suite().id()));
        return Hkdf.derive(dataKey, info, KEY_BYTES);
    }

    /** Whether a data key is the one that a row was made for. */
    static boolean isKeyOf(DataKeyRow row, byte[] dataKey) {
        return dataKey.length == KEY_BYTES && ConstantTime.equal(checkValue(dataKey, row.identity()), row.checkValue());
    }

    /** The key of the state MACs, from the SYSTEM key. */
    static byte[] stateMacKey(byte[] systemKey) {
        return Hkdf.derive(systemKey, encode(text(STATE_MAC_KEY)), KEY_BYTES);
    }

    /** The key that links the entries of the access log, from the SYSTEM key. */
    static byte[] auditMacKey(byte[] systemKey) {
        return Hkdf.derive(systemKey, encode(text(AUDIT_MAC_KEY)), KEY_BYTES);
    }

    /** The key that seals one backup, from the SYSTEM key. */
    static byte[] backupKey(byte[] systemKey, byte[] salt) {
        return Hkdf.derive(systemKey, encode(text(BACKUP_KEY), salt), KEY_BYTES);
    }
}
