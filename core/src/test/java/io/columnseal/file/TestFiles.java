package io.columnseal.file;

import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.TestKeyRing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Files in memory, sealed under the FILE key of the example in docs/format.md. */
final class TestFiles implements AutoCloseable {

    static final FileContext SCAN = FileContext.of("clinic-1", "patient.scan");
    static final long KEY = 0x2122232425262728L;

    private static final byte[] DATA_KEY =
            HexFormat.of().parseHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");

    final TestKeyRing keys = new TestKeyRing();
    final SealedFiles files =
            SealedFiles.under(keys.ring(), event -> keys.events().add(event));

    TestFiles() {
        keys.add(KEY, "clinic-1", KeyUsage.FILE, Suite.AES_256_GCM, KeyState.ACTIVE, DATA_KEY);
    }

    /** Puts the same bytes behind another id, as a key that only opens. */
    void addRetired(long id, Suite suite) {
        keys.add(id, "clinic-1", KeyUsage.FILE, suite, KeyState.RETIRED, DATA_KEY);
    }

    byte[] seal(byte[] text) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        files.seal(SCAN, new ByteArrayInputStream(text), sealed);
        return sealed.toByteArray();
    }

    byte[] open(byte[] sealed) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        files.open(SCAN, new ByteArrayInputStream(sealed), text);
        return text.toByteArray();
    }

    static byte[] text(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (i * 7 + i / 251);
        }
        return text;
    }

    @Override
    public void close() {
        keys.close();
    }
}
