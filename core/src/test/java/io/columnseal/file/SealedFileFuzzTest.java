package io.columnseal.file;

import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.columnseal.DecryptionException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyStoreUnavailableException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Files that nobody sealed. By default the saved inputs are run; with JAZZER_FUZZ=1 new ones are sought. */
class SealedFileFuzzTest {

    private static TestFiles test = new TestFiles();
    private static byte[] genuine = {};

    @BeforeAll
    static void seal() throws IOException {
        test = new TestFiles();
        genuine = test.seal(text(100));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @FuzzTest(maxDuration = "60s")
    void noBytesOpenThatNobodySealed(byte[] bytes) throws IOException {
        assertRefused(bytes);
    }

    /** Past the check sum, into the header. */
    @FuzzTest(maxDuration = "60s")
    void noHeaderOpensThatNobodySealed(byte[] bytes) throws IOException {
        byte[] copy = Arrays.copyOf(genuine, StoredHeader.COPY_BYTES);
        int length = Math.min(bytes.length, StoredHeader.COPY_BYTES - Integer.BYTES);
        System.arraycopy(bytes, 0, copy, StoredHeader.COPY_BYTES - Integer.BYTES - length, length);
        byte[] forged = TamperedFileTest.withCheckSum(genuine.clone(), copy);
        if (!Arrays.equals(forged, genuine)) {
            assertRefused(forged);
        }
    }

    /** Past the header, into the segments. */
    @FuzzTest(maxDuration = "60s")
    void noBodyOpensThatNobodySealed(byte[] bytes) throws IOException {
        byte[] forged = Arrays.copyOf(genuine, StoredHeader.BYTES + bytes.length);
        System.arraycopy(bytes, 0, forged, StoredHeader.BYTES, bytes.length);
        if (!Arrays.equals(forged, genuine)) {
            assertRefused(forged);
        }
    }

    private static void assertRefused(byte[] sealed) throws IOException {
        try {
            byte[] opened = test.open(sealed);
            throw new AssertionError("opened " + opened.length + " bytes that nobody sealed");
        } catch (DecryptionException | KeyNotFoundException | KeyStoreUnavailableException refused) {
            assertThat(refused).hasNoCause();
        }
    }
}
