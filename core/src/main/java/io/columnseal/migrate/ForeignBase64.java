package io.columnseal.migrate;

import io.columnseal.ImportException;
import java.util.Base64;

/** Base64 as other libraries write it: of either alphabet, with or without padding. */
final class ForeignBase64 {

    private ForeignBase64() {}

    /** @throws ImportException if it is none */
    static byte[] decode(byte[] text) {
        byte[] standard = text.clone();
        for (int i = 0; i < standard.length; i++) {
            standard[i] = standard[i] == '-' ? (byte) '+' : standard[i] == '_' ? (byte) '/' : standard[i];
        }
        try {
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException e) {
            // Not chained: it quotes the text
            throw new ImportException("it is no Base64", null);
        }
    }
}
