package io.columnseal.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * One long text in segments: the nonce-based STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, "Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015) with AES-256-GCM and HKDF-SHA-256, byte for byte
 * as Tink's AES-GCM-HKDF streaming has it. Each segment's nonce holds its number and whether it is the last one, so that a
 * segment that is missing, doubled or in another place does not open, and neither does a text without its end.
 *
 * <p>Goes through the segments once, in their order, in one direction. Not for many threads.
 */
public final class SegmentedAesGcm {

    /** Bytes of a sealed segment, its tag included; only the last one may be shorter. Frozen by stored data. */
    public static final int SEGMENT_BYTES = 1 << 16;

    /** Bytes before the first segment, which is shorter by so many. */
    public static final int HEADER_BYTES = 40;

    /** By how much a segment is longer than its text. */
    public static final int TAG_BYTES = 16;

    /** Bytes of the longest text of a segment. */
    public static final int TEXT_BYTES = SEGMENT_BYTES - TAG_BYTES;

    private static final int SALT_BYTES = 32;
    private static final int PREFIX_BYTES = 7;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    /** A segment's number has four bytes in its nonce. */
    private static final long MAX_SEGMENTS = 1L << Integer.SIZE;

    private final byte[] header;
    private final AesKey key;
    private final int mode;
    private final Cipher cipher = JdkAesGcm.create();
    private long segments;

    private SegmentedAesGcm(byte[] inputKey, byte[] info, byte[] header, int mode) {
        this.header = header;
        this.mode = mode;
        byte[] pseudoRandomKey = Hkdf.extract(Arrays.copyOfRange(header, 1, 1 + SALT_BYTES), inputKey);
        byte[] derived = Hkdf.expand(pseudoRandomKey, info, KEY_BYTES);
        this.key = new AesKey(derived);
        Arrays.fill(pseudoRandomKey, (byte) 0);
        Arrays.fill(derived, (byte) 0);
    }

    /**
     * Begins to seal a text.
     *
     * @param inputKey 32 bytes, not kept
     * @param info what the key is derived for
     */
    public static SegmentedAesGcm sealing(byte[] inputKey, byte[] info) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) HEADER_BYTES)
                .put(RandomBytes.next(SALT_BYTES))
                .put(RandomBytes.next(PREFIX_BYTES));
        return new SegmentedAesGcm(inputKey, info, header.array(), Cipher.ENCRYPT_MODE);
    }

    /**
     * Begins to open a text. A header that is not genuine shows at the first segment.
     *
     * @param header of the right length, copied
     */
    public static SegmentedAesGcm opening(byte[] inputKey, byte[] info, byte[] header) {
        if (header.length != HEADER_BYTES) {
            throw new IllegalArgumentException("a header has " + HEADER_BYTES + " bytes");
        }
        return new SegmentedAesGcm(inputKey, info, header.clone(), Cipher.DECRYPT_MODE);
    }

    /** What stands before the first segment. */
    public byte[] header() {
        return header.clone();
    }

    /** Length of the next segment, tag included, unless it is the last one and shorter. */
    public int nextSegmentBytes() {
        return segments == 0 ? SEGMENT_BYTES - HEADER_BYTES : SEGMENT_BYTES;
    }

    /** Length of the next segment's text, unless it is the last one and shorter. */
    public int nextTextBytes() {
        return nextSegmentBytes() - TAG_BYTES;
    }

    /**
     * Seals the next segment. Whatever comes of it, its number is used up: a nonce never seals twice.
     *
     * @param segment where it is written, from its beginning on; another array than the text's
     * @return its length
     */
    public int seal(byte[] text, int offset, int length, boolean last, byte[] segment) {
        if (length > nextTextBytes() || (!last && length < nextTextBytes())) {
            throw new IllegalArgumentException("only the last segment is shorter than the others");
        }
        try {
            initialise(last);
            return cipher.doFinal(text, offset, length, segment, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /**
     * Verifies and decrypts the next segment.
     *
     * @param text where its text is written, from its beginning on; another array than the segment's
     * @return the length of its text, or -1 if it is not what was sealed in this place; nothing of the text is left then
     */
    public int open(byte[] segment, int length, boolean last, byte[] text) {
        // An empty one may only be the first: a text has one sealed form
        boolean fits = last ? length <= nextSegmentBytes() : length == nextSegmentBytes();
        if (!fits || length < TAG_BYTES || (length == TAG_BYTES && segments > 0)) {
            return -1;
        }
        try {
            initialise(last);
            return cipher.doFinal(segment, 0, length, text, 0);
        } catch (AEADBadTagException e) {
            Arrays.fill(text, (byte) 0);
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    /** Zeroes the key; nothing may be sealed or opened from then on. */
    public void wipe() {
        segments = MAX_SEGMENTS;
        key.destroy();
    }

    private void initialise(boolean last) throws GeneralSecurityException {
        if (segments >= MAX_SEGMENTS) {
            throw new IllegalStateException("the text has no more segments");
        }
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .put(header, 1 + SALT_BYTES, PREFIX_BYTES)
                .putInt((int) segments++)
                .put((byte) (last ? 1 : 0))
                .array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    }
}
