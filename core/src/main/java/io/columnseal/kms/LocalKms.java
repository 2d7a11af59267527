package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.internal.crypto.RandomBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A KMS inside the process: the KEK is a 256-bit master key given by the deployment, from a secret store or the
 * environment, never from the database. Whoever reads the process's memory has it; a service or HSM does better.
 *
 * <p>Previous master keys stay configured for as long as a data key is wrapped under them: each is known by an id that
 * is derived from it, so every wrapped key finds its own and none is tried in turn.
 *
 * <p>Wrapped bytes, frozen by stored keys (all lengths in bytes; 69 in all):
 *
 * <pre>
 * offset  length  content
 *      0       1  0x01, the version of this layout
 *      1       8  id of the master key = HKDF-SHA-256(master key, lp("columnseal/local-kms/id/1"), 8)
 *      9      12  nonce, random
 *     21      32  the data key under AES-256-GCM
 *     53      16  tag
 * </pre>
 *
 * <p>The wrapping key is HKDF-SHA-256(master key, lp("columnseal/local-kms/wrap/1"), 32), the associated data is
 * {@link EncryptionContext#canonical()}. {@link #kekId()} is {@code local:} and the id in 16 hexadecimal digits.
 *
 * <p>Safe for use by many threads. Closing waits for what is under way and wipes the derived keys; whatever is asked of
 * them from then on fails with {@link io.columnseal.KmsKeyDisabledException}.
 */
public final class LocalKms implements Kms {

    /** What the id of every master key begins with, and that of no other KMS's key. */
    public static final String KEK_ID_PREFIX = "local:";

    /** The property that a wrong master key is reported under. */
    public static final String MASTER_KEY_SETTING = "columnseal.kms.local.master-key";

    /** The property that a wrong previous master key is reported under. */
    public static final String PREVIOUS_KEYS_SETTING = "columnseal.kms.local.previous-keys";

    private static final byte VERSION = 0x01;
    private static final int ID_OFFSET = 1;
    private static final int SEALED_OFFSET = ID_OFFSET + Long.BYTES;
    private static final int DATA_KEY_BYTES = 32;

    private final LocalMasterKey current;
    private final List<LocalMasterKey> known;

    private LocalKms(LocalMasterKey current, List<LocalMasterKey> known) {
        this.current = current;
        this.known = List.copyOf(known);
    }

    /**
     * A KMS of one master key.
     *
     * @param masterKey 64 hexadecimal digits
     * @throws ConfigurationException if it is not that, or plainly no random key
     */
    public static LocalKms fromHex(String masterKey) {
        return of(MasterKeyText.parseHex(MASTER_KEY_SETTING, masterKey));
    }

    /**
     * A KMS of one master key.
     *
     * @param masterKey 32 bytes in Base64 (standard or URL alphabet, with or without padding)
     * @throws ConfigurationException if it is not that, or plainly no random key
     */
    public static LocalKms fromBase64(String masterKey) {
        return of(MasterKeyText.parseBase64(MASTER_KEY_SETTING, masterKey));
    }

    /**
     * A KMS of one master key in either text form, told apart by its length.
     *
     * @throws ConfigurationException if it is neither, or plainly no random key
     */
    public static LocalKms fromText(String masterKey) {
        return of(MasterKeyText.parse(MASTER_KEY_SETTING, masterKey));
    }

    /**
     * A KMS of the master keys in this process's environment: {@code MASTER_ENCRYPTION_KEY} or {@code ENCRYPTION_KEY}, and
     * former ones, separated by commas, in the variable of that name with {@code _PREVIOUS} behind it. A version number is
     * not read, since keys are known by an id that is derived from them.
     *
     * @throws ConfigurationException if there is no key, one of each name, or one that is none; names the variable
     */
    public static LocalKms fromEnvironment() {
        return MasterKeyVariables.read(System.getenv());
    }

    static LocalKms fromText(String setting, String masterKey) {
        return of(MasterKeyText.parse(setting, masterKey));
    }

    private static LocalKms of(byte[] masterKey) {
        LocalMasterKey current = LocalMasterKey.takeOver(masterKey);
        return new LocalKms(current, List.of(current));
    }

    /**
     * This KMS with former master keys, which unwrap but never wrap. Independent of this object, which can be closed.
     *
     * @param masterKeys each in hexadecimal or Base64
     * @throws ConfigurationException if one is neither
     * @throws io.columnseal.KmsKeyDisabledException if this object is closed
     */
    public LocalKms withPrevious(String... masterKeys) {
        return withPrevious(PREVIOUS_KEYS_SETTING, List.of(masterKeys));
    }

    LocalKms withPrevious(String setting, List<String> masterKeys) {
        List<LocalMasterKey> all = new ArrayList<>();
        try {
            for (LocalMasterKey key : known) {
                all.add(key.copy());
            }
            for (String masterKey : masterKeys) {
                addUnknown(all, LocalMasterKey.takeOver(MasterKeyText.parse(setting, masterKey)));
            }
        } catch (RuntimeException e) {
            all.forEach(LocalMasterKey::wipe);
            throw e;
        }
        return new LocalKms(all.get(0), all);
    }

    private static void addUnknown(List<LocalMasterKey> all, LocalMasterKey key) {
        if (all.stream().anyMatch(known -> known.id() == key.id())) {
            key.wipe();
        } else {
            all.add(key);
        }
    }

    @Override
    public String kekId() {
        return current.kekId();
    }

    @Override
    public boolean knows(String kekId) {
        return known.stream().anyMatch(key -> key.kekId().equals(kekId));
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        byte[] dataKey = RandomBytes.next(DATA_KEY_BYTES);
        return new GeneratedDataKey(dataKey, wrap(dataKey, context));
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        if (dataKey.length != DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + DATA_KEY_BYTES + " bytes");
        }
        byte[] sealed = current.seal(dataKey, context.canonical());
        ByteBuffer wrapped = ByteBuffer.allocate(SEALED_OFFSET + sealed.length);
        wrapped.put(VERSION).putLong(current.id()).put(sealed);
        return new WrappedKey(current.kekId(), wrapped.array());
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        String kekId = wrappedKey.kekId();
        LocalMasterKey key = known.stream()
                .filter(candidate -> candidate.kekId().equals(kekId))
                .findFirst()
                .orElseThrow(() -> new KmsKeyNotFoundException(
                        kekId,
                        "this master key is not configured. Set " + MASTER_KEY_SETTING + " to the key this database"
                                + " was made with, or add it to " + PREVIOUS_KEYS_SETTING,
                        null));
        ByteBuffer wrapped = ByteBuffer.wrap(wrappedKey.bytes());
        if (wrapped.remaining() != LocalMasterKey.sealedBytes(DATA_KEY_BYTES) + SEALED_OFFSET
                || wrapped.get() != VERSION
                || wrapped.getLong() != key.id()) {
            throw refused(kekId);
        }
        byte[] sealed = new byte[wrapped.remaining()];
        wrapped.get(sealed);
        return key.open(sealed, context.canonical()).orElseThrow(() -> refused(kekId));
    }

    /** The master key is at hand, or this object is closed; its age is not known here. */
    @Override
    public KekDescription describe() {
        KekDescription.Status status =
                current.isWiped() ? KekDescription.Status.DISABLED : KekDescription.Status.ENABLED;
        return new KekDescription(kekId(), status, null);
    }

    @Override
    public void close() {
        known.forEach(LocalMasterKey::wipe);
    }

    @Override
    public String toString() {
        return "LocalKms[" + kekId() + "]";
    }

    private static KmsInvalidCiphertextException refused(String kekId) {
        return new KmsInvalidCiphertextException(
                kekId, "the wrapped data key was altered, or belongs to another tenant, environment or key row", null);
    }
}
