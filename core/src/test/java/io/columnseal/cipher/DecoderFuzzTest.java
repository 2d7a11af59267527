package io.columnseal.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.columnseal.DecryptionException;
import io.columnseal.FieldContext;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.TestKeyRing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Bytes and texts that nobody sealed. By default the saved inputs are run; with JAZZER_FUZZ=1 new ones are sought. */
class DecoderFuzzTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final KeyId GCM = new KeyId(1);
    private static final KeyId GCM_SIV = new KeyId(2);

    private static TestKeyRing test = new TestKeyRing();

    @BeforeAll
    static void makeKeys() {
        test = new TestKeyRing();
        test.add(GCM.value(), "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]);
        test.add(GCM_SIV.value(), "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM_SIV, KeyState.RETIRED, new byte[32]);
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @FuzzTest(maxDuration = "60s")
    void noBytesOpenThatNobodySealed(byte[] bytes) {
        assertRefused(bytes);
    }

    /** Past the header, into the ciphers. */
    @FuzzTest(maxDuration = "60s")
    void noBytesOpenBehindTheHeaderOfAKey(byte[] bytes) {
        assertRefused(behind(SealedValue.prefix(Suite.AES_256_GCM, GCM), bytes));
        assertRefused(behind(SealedValue.prefix(Suite.AES_256_GCM_SIV, GCM_SIV), bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void aTextHasOneSpelling(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<byte[]> sealed = SealedValue.fromText(text);
        sealed.ifPresent(value -> {
            assertThat(SealedValue.toText(value)).isEqualTo(text);
            assertRefused(value);
        });
        assertThat(SealedValue.fromText(SealedValue.toText(bytes))).hasValue(bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void paddingIsFoundOrRefused(byte[] bytes) {
        int length = Padding.valueLength(bytes, bytes.length);
        if (length >= 0) {
            byte[] again = Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length);
            Padding.mark(again, length);
            assertThat(again).isEqualTo(bytes);
        }
    }

    private static void assertRefused(byte[] sealed) {
        try {
            byte[] opened = new KeyRingFieldCipher(test.ring(), event -> {}).decrypt(SSN, sealed);
            throw new AssertionError("opened " + opened.length + " bytes that nobody sealed");
        } catch (DecryptionException | KeyNotFoundException | KeyStoreUnavailableException refused) {
            assertThat(refused).hasNoCause();
        }
    }

    private static byte[] behind(byte[] header, byte[] bytes) {
        byte[] sealed = Arrays.copyOf(header, header.length + bytes.length);
        System.arraycopy(bytes, 0, sealed, header.length, bytes.length);
        return sealed;
    }
}
