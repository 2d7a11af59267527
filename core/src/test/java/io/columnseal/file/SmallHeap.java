package io.columnseal.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** A program that seals and opens a text of so many MiB as it comes, and says whether both are the same. */
final class SmallHeap {

    private static final int MIB = 1 << 20;

    private SmallHeap() {}

    public static void main(String[] arguments) throws IOException {
        CRC32C before = new CRC32C();
        CRC32C after = new CRC32C();
        long length = 0;
        try (TestFiles test = new TestFiles();
                InputStream sealed = new SealedOnDemand(test, Integer.parseInt(arguments[0]), before);
                InputStream opening = test.files.opening(TestFiles.SCAN, sealed)) {
            byte[] buffer = new byte[100_000];
            for (int read = opening.read(buffer); read >= 0; read = opening.read(buffer)) {
                after.update(buffer, 0, read);
                length += read;
            }
        }
        System.out.println(length / MIB + (before.getValue() == after.getValue() ? " MiB equal" : " MiB differ"));
    }

    /** What is sealed of a text is read before more of it is sealed. */
    private static final class SealedOnDemand extends InputStream {
        private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        private final SealingStream sealing;
        private final CRC32C checkSum;
        private final byte[] piece = TestFiles.text(MIB);
        private int piecesLeft;
        private byte[] ready = {};
        private int position;

        SealedOnDemand(TestFiles test, int mebibytes, CRC32C checkSum) throws IOException {
            this.sealing = test.files.sealing(TestFiles.SCAN, sealed);
            this.piecesLeft = mebibytes;
            this.checkSum = checkSum;
        }

        @Override
        public int read() throws IOException {
            byte[] octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(octet[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (position == ready.length && piecesLeft >= 0) {
                fill();
            }
            int copied = Math.min(length, ready.length - position);
            System.arraycopy(ready, position, target, offset, copied);
            position += copied;
            return copied == 0 && length > 0 ? -1 : copied;
        }

        private void fill() throws IOException {
            if (piecesLeft-- > 0) {
                piece[piecesLeft % MIB]++;
                checkSum.update(piece);
                sealing.write(piece);
            } else {
                sealing.finish();
            }
            ready = sealed.toByteArray();
            sealed.reset();
            position = 0;
        }
    }
}
