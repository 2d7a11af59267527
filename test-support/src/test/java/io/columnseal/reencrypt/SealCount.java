package io.columnseal.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts what is sealed in a file, one process after the other: the count outlives a process that is killed. */
final class SealCount {

    private final LongBuffer count;

    SealCount(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            count = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES).asLongBuffer();
        }
    }

    long get() {
        return count.get(0);
    }

    /** Counts what this cipher seals; for one thread. */
    FieldCipher of(FieldCipher fields) {
        return new FieldCipher() {
            @Override
            public byte[] encrypt(FieldContext context, byte[] plaintext) {
                count.put(0, count.get(0) + 1);
                return fields.encrypt(context, plaintext);
            }

            @Override
            public byte[] decrypt(FieldContext context, byte[] sealed) {
                return fields.decrypt(context, sealed);
            }
        };
    }
}
