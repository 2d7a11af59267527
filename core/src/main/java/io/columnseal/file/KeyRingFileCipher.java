package io.columnseal.file;

import io.columnseal.SealListener;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.internal.crypto.SegmentedAesGcm;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files of {@code docs/format.md}, each under a key of its own, which is sealed under a key of a {@link KeyRing}. */
final class KeyRingFileCipher implements FileCipher {

    /** What a body key is used for. Frozen by stored data. */
    private static final byte[] BODY = LengthPrefixed.encode(LengthPrefixed.text("columnseal/file-body/1"));

    private final BodyKeys bodyKeys;
    private final HeaderReencryption reencryption;

    KeyRingFileCipher(KeyRing ring, SealListener listener) {
        this.bodyKeys = new BodyKeys(ring, listener);
        this.reencryption = new HeaderReencryption(bodyKeys);
    }

    @Override
    public SealingStream sealing(FileContext context, OutputStream target) throws IOException {
        byte[] bodyKey = RandomBytes.next(StoredHeader.BODY_KEY_BYTES);
        try {
            byte[] copy = bodyKeys.seal(context, bodyKey).copy();
            SegmentedAesGcm cipher = SegmentedAesGcm.sealing(bodyKey, BODY);
            target.write(copy);
            target.write(copy);
            target.write(cipher.header());
            return new SegmentWriter(target, cipher);
        } finally {
            Arrays.fill(bodyKey, (byte) 0);
        }
    }

    @Override
    public OpenedFile opening(FileContext context, InputStream source) throws IOException {
        List<StoredHeader.Copy> copies = StoredHeader.copies(source.readNBytes(StoredHeader.BYTES));
        if (copies.isEmpty()) {
            throw bodyKeys.failed(context, null);
        }
        byte[] bodyKey = new byte[StoredHeader.BODY_KEY_BYTES];
        try {
            StoredHeader header = bodyKeys.open(context, copies, bodyKey).header();
            byte[] bodyHeader = source.readNBytes(SegmentedAesGcm.HEADER_BYTES);
            if (bodyHeader.length < SegmentedAesGcm.HEADER_BYTES || bodyHeader[0] != SegmentedAesGcm.HEADER_BYTES) {
                throw bodyKeys.failed(context, header);
            }
            SegmentedAesGcm cipher = SegmentedAesGcm.opening(bodyKey, BODY, bodyHeader);
            KeyId key = header.visible().orElseThrow().key();
            return new OpenedFile(
                    new SegmentReader(source, cipher, () -> bodyKeys.failed(context, header)),
                    new VerifiedFile(key, bodyHeader));
        } finally {
            Arrays.fill(bodyKey, (byte) 0);
        }
    }

    @Override
    public boolean reencryptHeader(Path file) throws IOException {
        return reencryption.run(file);
    }
}
