package io.columnseal.kms.gcp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import java.util.zip.CRC32C;

/** CRC32C as Google Cloud KMS sends it: tells bytes that were damaged on their way, not bytes that were forged. */
final class Checksum {

    private Checksum() {}

    static Int64Value of(ByteString bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.asReadOnlyByteBuffer());
        return Int64Value.of(checksum.getValue());
    }
}
