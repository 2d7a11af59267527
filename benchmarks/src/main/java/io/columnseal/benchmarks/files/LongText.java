package io.columnseal.benchmarks.files;

import io.columnseal.ColumnSeal;
import io.columnseal.benchmarks.fork.LiveHeap;
import io.columnseal.benchmarks.fork.Probe;
import io.columnseal.file.FileContext;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A program that seals a text of gigabytes, made as it is read, and throws the result away; then seals it again through a
 * pipe to a thread that opens it. Tells the seconds that each took, and the live heap in MiB.
 */
public final class LongText {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final FileContext CONTEXT = FileContext.of("clinic-1", "patient.scan");
    private static final int LOOKS = 20;

    private LongText() {}

    /** @param arguments the text's length in MiB */
    public static void main(String[] arguments) throws Exception {
        long bytes = Long.parseLong(arguments[0]) << 20;
        Probe.standBy();
        LiveHeap heap = new LiveHeap();
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .build()) {
            long startedAt = System.nanoTime();
            seal.files().seal(CONTEXT, new Text(bytes, heap), OutputStream.nullOutputStream());
            double sealed = secondsSince(startedAt);
            startedAt = System.nanoTime();
            sealAndOpen(seal, bytes, heap);
            Probe.result(sealed, secondsSince(startedAt), heap.most());
        }
    }

    private static void sealAndOpen(ColumnSeal seal, long bytes, LiveHeap heap) throws IOException {
        Pipe pipe = Pipe.open();
        CompletableFuture<Void> sealing = CompletableFuture.runAsync(() -> {
            try (OutputStream sealed = Channels.newOutputStream(pipe.sink())) {
                seal.files().seal(CONTEXT, new Text(bytes, heap), sealed);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        try (InputStream sealed = Channels.newInputStream(pipe.source());
                Counting opened = new Counting()) {
            seal.files().open(CONTEXT, sealed, opened);
            sealing.join();
            if (opened.bytes != bytes) {
                throw new IllegalStateException("opened " + opened.bytes + " bytes of " + bytes);
            }
        }
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    /** So many bytes; looks at the heap now and then. */
    private static final class Text extends InputStream {

        private final LiveHeap heap;
        private final long interval;
        private long left;
        private long nextLook;

        Text(long bytes, LiveHeap heap) {
            this.heap = heap;
            this.left = bytes;
            this.interval = bytes / LOOKS;
            this.nextLook = bytes - interval;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            if (left <= nextLook) {
                heap.look();
                nextLook -= interval;
            }
            int count = (int) Math.min(length, left);
            target[offset] = (byte) left;
            left -= count;
            return count;
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Counting extends OutputStream {

        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
