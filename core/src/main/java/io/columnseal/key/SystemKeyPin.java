package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.KeyRejectedException;
import io.columnseal.internal.crypto.ConstantTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the environment's SYSTEM key from elsewhere than the key table: its check value, which commits to the
 * key. Where anybody can wrap a key under the KEK, nothing else tells this key from one that somebody planted. Immutable.
 */
public final class SystemKeyPin {

    /** The property of the pin. */
    public static final String SETTING = "columnseal.system-key-pin";

    /** Nothing is known. */
    public static final SystemKeyPin NONE = new SystemKeyPin(null);

    private static final int HEX_DIGITS = 2 * KeyDerivation.KEY_BYTES;

    private final byte @Nullable [] checkValue;

    private SystemKeyPin(byte @Nullable [] checkValue) {
        this.checkValue = checkValue;
    }

    /**
     * Reads a pin: no secret.
     *
     * @param text 64 hexadecimal digits, as the first start with an empty key table logs them
     * @throws ConfigurationException if it is not that
     */
    public static SystemKeyPin parse(String text) {
        String digits = text.strip();
        if (digits.length() != HEX_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new ConfigurationException(
                    SETTING,
                    "must be the " + HEX_DIGITS
                            + " hexadecimal digits that the first start with an empty key table logged");
        }
        return new SystemKeyPin(HexFormat.of().parseHex(digits));
    }

    /** Of a row that comes from where the database's writers cannot change it. */
    static SystemKeyPin ofTrusted(DataKeyRow row) {
        return new SystemKeyPin(row.checkValue());
    }

    /** The pin of a SYSTEM key, as text. */
    static String textOf(DataKeyRow row) {
        return HexFormat.of().formatHex(row.checkValue());
    }

    boolean isKnown() {
        return checkValue != null;
    }

    /** Whether a row is that of another key than the pinned one. */
    boolean excludes(DataKeyRow row) {
        return checkValue != null && !ConstantTime.equal(checkValue, row.checkValue());
    }

    /**
     * Says whether a row is that of the pinned key, whose key is to be compared with the row's check value.
     *
     * @throws KeyRejectedException if it is another one
     */
    void verify(DataKeyRow row) {
        if (excludes(row)) {
            throw new KeyRejectedException(
                    row.identity().id(),
                    "it is not the SYSTEM key that " + SETTING
                            + " pins: this is another key table, or somebody put another key in its place. Connect to"
                            + " the right table, or restore data_encryption_keys from a backup",
                    null);
        }
    }

    /** Of a restore that believes no backup without one. Does not tell the backup's own, which may be planted. */
    static ConfigurationException missingForRestore() {
        return new ConfigurationException(
                SETTING,
                "is required: anybody can wrap a key under this KEK, so that only the pin tells the SYSTEM key of a real"
                        + " backup from that of a planted one. Give the pin that the applications are configured with"
                        + " (BackupRestore.withSystemKeyPin). Nothing was restored");
    }

    /** Of an environment that does not start without one. */
    static ConfigurationException missing(DataKeyRow row) {
        return new ConfigurationException(
                SETTING,
                "is required: anybody can wrap a key under this KEK, so that only the pin tells the SYSTEM key from a"
                        + " planted one. That of this table has the pin " + textOf(row)
                        + ". Set it if this is the first start with an empty table, or if that start logged the same pin;"
                        + " otherwise find out who made this key");
    }
}
