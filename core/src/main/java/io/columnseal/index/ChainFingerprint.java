package io.columnseal.index;

import io.columnseal.InvalidValueException;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of normalizers does, as a hash: of its output for every character alone, and for some texts that tell
 * more than their characters do. Frozen by stored data, since it goes into the keys of indexes.
 */
final class ChainFingerprint {

    private static final byte[] LABEL = LengthPrefixed.text("columnseal/normalizer/1");

    /** Where characters stand, what they stand beside, and how long a text is. Frozen by stored data. */
    private static final List<String> TEXTS = List.of(
            "",
            "  a  b  ",
            "\ta\u00A0b\n",
            "aa",
            "AbC dEf",
            "00120",
            "+1 (23) 45-67",
            "A.b+c@D.e",
            "a-b_c",
            "e\u0301",
            "a\u0301\u0323",
            "\u03A3\u03C2",
            "0123456789".repeat(30),
            "Xy ".repeat(100));

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int PREFIX_BYTES = Short.BYTES + Integer.BYTES;

    private ChainFingerprint() {}

    /** 64 hexadecimal digits, or empty for an empty chain. */
    static String of(NormalizerChain chain) {
        if (chain.isEmpty()) {
            return "";
        }
        MessageDigest digest = Sha256.incremental();
        digest.update(LengthPrefixed.encode(LABEL));
        // A million outputs of a few bytes: not one call of the digest for each
        ByteBuffer outputs = ByteBuffer.allocate(BUFFER_BYTES);
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character == Character.MIN_SURROGATE) {
                character = Character.MAX_SURROGATE + 1;
            }
            add(output(chain, Character.toString(character)), outputs, digest);
        }
        TEXTS.forEach(text -> add(output(chain, text), outputs, digest));
        digest.update(outputs.flip());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** As {@link LengthPrefixed} does: a list of one element, or of none if the chain refuses the text. */
    private static void add(byte @Nullable [] output, ByteBuffer outputs, MessageDigest digest) {
        if (outputs.remaining() < PREFIX_BYTES + (output == null ? 0 : output.length)) {
            digest.update(outputs.flip());
            outputs.clear();
        }
        if (output == null) {
            outputs.putShort((short) 0);
        } else if (output.length > BUFFER_BYTES - PREFIX_BYTES) {
            digest.update(LengthPrefixed.encode(output));
        } else {
            outputs.putShort((short) 1).putInt(output.length).put(output);
        }
    }

    private static byte @Nullable [] output(NormalizerChain chain, String text) {
        try {
            return chain.apply(text);
        } catch (InvalidValueException e) {
            return null;
        }
    }
}
