package io.columnseal.key;

import static io.columnseal.JdkFormat.hkdf;
import static io.columnseal.JdkFormat.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Derives what is frozen by stored data a second time, with nothing but the JDK, and compares both with constants. */
class FrozenVectorTest {

    private static final byte[] DATA_KEY = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final byte[] HEADER = hex("010102030405060708");
    private static final KeyIdentity IDENTITY = new KeyIdentity(
            new KeyId(0x0102030405060708L), "production", "clinic-1", KeyUsage.FIELD, 1, Suite.AES_256_GCM);
    private static final String PURPOSE_KEY = "12e9d74832f8aa47258bb7ec8795bffa86655bac57fafb3ac73ac33a0cbcaddb";
    private static final String CHECK_VALUE = "0304bfead847862504c3eef6b91836b380370287674e243129a40866c27265d2";

    @Test
    void purposeKey() {
        byte[] derived = hkdf(DATA_KEY, list("columnseal/1".getBytes(UTF_8), hex("01"), "field".getBytes(UTF_8)));

        assertThat(derived).isEqualTo(hex(PURPOSE_KEY));
        assertThat(KeyDerivation.purposeKey(DATA_KEY, Suite.AES_256_GCM, "field"))
                .isEqualTo(derived);
    }

    @Test
    void checkValue() {
        byte[] derived = hkdf(
                DATA_KEY,
                list(
                        "columnseal/check/1".getBytes(UTF_8),
                        hex("0102030405060708"),
                        "production".getBytes(UTF_8),
                        "clinic-1".getBytes(UTF_8),
                        "FIELD".getBytes(UTF_8),
                        hex("00000001"),
                        hex("01")));

        assertThat(derived).isEqualTo(hex(CHECK_VALUE));
        assertThat(KeyDerivation.checkValue(DATA_KEY, IDENTITY)).isEqualTo(derived);
    }

    @Test
    void stateMacKey() {
        assertThat(KeyDerivation.stateMacKey(DATA_KEY))
                .isEqualTo(hkdf(DATA_KEY, list("columnseal/state-mac/1".getBytes(UTF_8))));
    }

    @Test
    void associatedDataWithAndWithoutARecordId() throws Exception {
        FieldContext column = FieldContext.of("clinic-1", "patient.ssn");
        byte[] label = "columnseal/field/1".getBytes(UTF_8);
        byte[] tenant = "clinic-1".getBytes(UTF_8);
        byte[] name = "patient.ssn".getBytes(UTF_8);

        assertThat(opened(column, list(label, HEADER, tenant, name))).isEqualTo(hex("c0ffee80"));
        assertThat(opened(column.withRecordId("42"), list(label, HEADER, tenant, name, "42".getBytes(UTF_8))))
                .isEqualTo(hex("c0ffee80"));
    }

    @Test
    void encryptionContext() {
        assertThat(IDENTITY.encryptionContext().canonical())
                .isEqualTo(list(
                        "columnseal/context/1".getBytes(UTF_8),
                        "columnseal".getBytes(UTF_8),
                        "1".getBytes(UTF_8),
                        "environment".getBytes(UTF_8),
                        "production".getBytes(UTF_8),
                        "key-id".getBytes(UTF_8),
                        "0102030405060708".getBytes(UTF_8),
                        "tenant".getBytes(UTF_8),
                        "clinic-1".getBytes(UTF_8),
                        "usage".getBytes(UTF_8),
                        "FIELD".getBytes(UTF_8)));
    }

    /** What the product seals for a context, opened by the JDK under the constant purpose key. */
    private static byte[] opened(FieldContext context, byte[] associatedData) throws GeneralSecurityException {
        try (TestKeyRing test = new TestKeyRing()) {
            test.add(0x0102030405060708L, "clinic-1", KeyUsage.FIELD, Suite.AES_256_GCM, KeyState.ACTIVE, DATA_KEY);
            byte[] sealed = new KeyRingFieldCipher(test.ring(), event -> {}).encrypt(context, hex("c0ffee"));
            assertThat(Arrays.copyOf(sealed, 9)).isEqualTo(HEADER);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(hex(PURPOSE_KEY), "AES"),
                    new GCMParameterSpec(128, sealed, 9, 12));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(sealed, 21, sealed.length - 21);
        }
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
