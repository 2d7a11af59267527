package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Reads a 256-bit master key from a setting's text; what it refuses, it names by the setting and never shows. */
final class MasterKeyText {

    private static final int KEY_BYTES = 32;
    private static final int HEX_DIGITS = 2 * KEY_BYTES;
    private static final String GENERATE = "Generate one with: openssl rand -hex 32";

    private MasterKeyText() {}

    /** Hexadecimal if it has the length of that, Base64 otherwise: no 32 bytes have 64 digits of Base64. */
    static byte[] parse(String setting, String value) {
        return value.strip().length() == HEX_DIGITS ? parseHex(setting, value) : parseBase64(setting, value);
    }

    static byte[] parseHex(String setting, String value) {
        String digits = value.strip();
        if (digits.length() != HEX_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw malformed(setting, digits.length());
        }
        return checked(setting, HexFormat.of().parseHex(digits));
    }

    static byte[] parseBase64(String setting, String value) {
        String text = value.strip().replace('-', '+').replace('_', '/');
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Not chained: the decoder's message quotes the text
            throw malformed(setting, text.length());
        }
        if (key.length != KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw malformed(setting, text.length());
        }
        return checked(setting, key);
    }

    /** A key of one repeated byte is a placeholder that somebody forgot, such as 000…0. */
    private static byte[] checked(String setting, byte[] key) {
        for (byte b : key) {
            if (b != key[0]) {
                return key;
            }
        }
        throw new ConfigurationException(
                setting, "is one byte repeated, a placeholder and not a random key. " + GENERATE);
    }

    private static ConfigurationException malformed(String setting, int length) {
        return new ConfigurationException(
                setting,
                length == 0
                        ? "is empty. It must be a random 256-bit key. " + GENERATE
                        : "must be a 256-bit key: 64 hexadecimal digits, or 32 bytes in Base64; this has " + length
                                + " characters. " + GENERATE);
    }
}
