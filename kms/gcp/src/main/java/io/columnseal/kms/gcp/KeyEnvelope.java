package io.columnseal.kms.gcp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Google encrypts: 64 bytes that say what it is, then the data key of 32 bytes. Frozen by stored keys.
 *
 * <p>gRPC's transport logs the first 64 bytes of every frame at level DEBUG, and answers begin with the plaintext. Behind
 * these bytes, no data key gets into a log.
 */
final class KeyEnvelope {

    static final int DATA_KEY_BYTES = 32;

    private static final int PREFIX_BYTES = 64;
    private static final byte[] PREFIX =
            Arrays.copyOf("columnseal/gcp/1".getBytes(StandardCharsets.US_ASCII), PREFIX_BYTES);

    private KeyEnvelope() {}

    /** To be wiped by the caller. */
    static byte[] seal(byte[] dataKey) {
        byte[] envelope = Arrays.copyOf(PREFIX, PREFIX_BYTES + DATA_KEY_BYTES);
        System.arraycopy(dataKey, 0, envelope, PREFIX_BYTES, DATA_KEY_BYTES);
        return envelope;
    }

    /** The bytes themselves, not a copy that nobody would wipe. */
    static ByteString sent(byte[] envelope) {
        return UnsafeByteOperations.unsafeWrap(envelope);
    }

    static boolean isOne(ByteString envelope) {
        return envelope.size() == PREFIX_BYTES + DATA_KEY_BYTES
                && envelope.startsWith(UnsafeByteOperations.unsafeWrap(PREFIX));
    }

    static byte[] open(ByteString envelope) {
        return envelope.substring(PREFIX_BYTES).toByteArray();
    }
}
