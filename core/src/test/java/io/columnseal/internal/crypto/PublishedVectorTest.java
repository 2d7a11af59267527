package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every primitive against the vectors of its standard. */
class PublishedVectorTest {

    private static final int NONCE_OFFSET = 3;
    private static final int TEXT_OFFSET = NONCE_OFFSET + AeadCipher.NONCE_BYTES;

    /** RFC 4231, section 4; case 5 truncates its tag: see {@link KeyedHmacSha256Test}. A byte times a count is a repetition. */
    @ParameterizedTest
    @CsvSource({
        "0b*20, Hi There, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, what do ya want for nothing?, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aa*20, dd*50, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "0102030405060708090a0b0c0d0e0f10111213141516171819, cd*50,"
                + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "aa*131, Test Using Larger Than Block-Size Key - Hash Key First,"
                + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "aa*131, This is a test using a larger than block-size key and a larger than block-size data. The key needs to"
                + " be hashed before being used by the HMAC algorithm.,"
                + " 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    })
    void hmacSha256(String key, String message, String tag) {
        byte[] bytes =
                message.matches("[0-9a-f]{2}\\*\\d+") ? bytes(message) : message.getBytes(StandardCharsets.UTF_8);

        assertThat(HmacSha256.tag(bytes(key), bytes)).isEqualTo(bytes(tag));
        byte[] keyedTag = new byte[HmacSha256.TAG_BYTES];
        new KeyedHmacSha256(bytes(key)).tag(bytes, keyedTag, 0, keyedTag.length);
        assertThat(keyedTag).isEqualTo(bytes(tag));
    }

    /** RFC 5869, appendix A, cases 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "0b*22, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9, 42,"
                + " 077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5,"
                + " 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "00..4f, 60..af, b0..ff, 82,"
                + " 06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244,"
                + " b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275"
                + "600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        "0b*22, 00*32, '', 42,"
                + " 19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04,"
                + " 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    })
    void hkdfSha256(String key, String salt, String info, int length, String pseudoRandomKey, String derived) {
        byte[] extracted = Hkdf.extract(bytes(salt), bytes(key));

        assertThat(extracted).isEqualTo(bytes(pseudoRandomKey));
        assertThat(Hkdf.expand(extracted, bytes(info), length)).isEqualTo(bytes(derived));
    }

    /** Case 3 has no salt, as all derivations of this library. */
    @ParameterizedTest
    @CsvSource("0b*22, 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    void hkdfWithoutSalt(String key, String derived) {
        assertThat(Hkdf.derive(bytes(key), new byte[0], 42)).isEqualTo(bytes(derived));
    }

    /** The 256-bit cases of the GCM submission to NIST that have 96-bit nonces: 13 to 16. */
    @ParameterizedTest
    @CsvSource({
        "00*32, 00*12, '', '', 530f8afbc74536b9a963b4f1c4cb738b",
        "00*32, 00*12, '', 00*16, cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888, '',"
                + " d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5"
                + "aa0de657ba637b391aafd255,"
                + " 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e63"
                + "93ba7a0abcc9f662898015adb094dac5d93471bdec1a502270e3cc6c",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
                + " feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                + " d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5"
                + "aa0de657ba637b39,"
                + " 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e63"
                + "93ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    })
    void aes256Gcm(String key, String nonce, String associatedData, String text, String sealed) {
        assertSealsAndOpens(new JdkAesGcm(bytes(key)), new JdkAesGcm(bytes(key)), nonce, associatedData, text, sealed);
    }

    /** RFC 8452, appendix C.2. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 07f5f4169bbf55a8400cd47ea6fd400f",
        "'', 0100000000000000, c2ef328e5c71c83b843122130f7364b761e0b97427e3df28",
        "'', 010000000000000000000000, 9aab2aeb3faa0a34aea8e2b18ca50da9ae6559e48fd10f6e5c9ca17e",
        "'', 01000000000000000000000000000000, 85a01b63025ba19b7fd3ddfc033b3e76c9eac6fa700942702e90862383c6c366",
        "01, 0200000000000000, 1de22967237a813291213f267e3b452f02d01ae33e4ec854"
    })
    void aes256GcmSiv(String associatedData, String text, String sealed) {
        byte[] key = new byte[32];
        key[0] = 1;
        assertSealsAndOpens(
                new BouncyCastleAesGcmSiv(key),
                new BouncyCastleAesGcmSiv(key),
                "030000000000000000000000",
                associatedData,
                text,
                sealed);
    }

    private static void assertSealsAndOpens(
            AeadCipher sealing, AeadCipher opening, String nonce, String associatedData, String text, String sealed) {
        byte[] plain = bytes(text);
        byte[] frame = new byte[TEXT_OFFSET + plain.length + AeadCipher.TAG_BYTES];
        System.arraycopy(bytes(nonce), 0, frame, NONCE_OFFSET, AeadCipher.NONCE_BYTES);
        System.arraycopy(plain, 0, frame, TEXT_OFFSET, plain.length);

        sealing.seal(frame, NONCE_OFFSET, TEXT_OFFSET, bytes(associatedData));

        assertThat(Arrays.copyOfRange(frame, TEXT_OFFSET, frame.length)).isEqualTo(bytes(sealed));
        byte[] opened = new byte[plain.length + 20];
        assertThat(opening.open(frame, NONCE_OFFSET, TEXT_OFFSET, bytes(associatedData), opened))
                .isTrue();
        assertThat(opened).isEqualTo(Arrays.copyOf(plain, opened.length));
        frame[frame.length - 1] ^= 1;
        Arrays.fill(opened, (byte) 0);
        assertThat(opening.open(frame, NONCE_OFFSET, TEXT_OFFSET, bytes(associatedData), opened))
                .isFalse();
        assertThat(opened).containsOnly(0);
    }

    /** Hexadecimal digits, a byte repeated ({@code 0b*22}), or a range of bytes ({@code 00..4f}). */
    private static byte[] bytes(String text) {
        if (text.contains("*")) {
            byte[] repeated = new byte[Integer.parseInt(text.substring(3))];
            Arrays.fill(repeated, (byte) Integer.parseInt(text.substring(0, 2), 16));
            return repeated;
        }
        if (text.contains("..")) {
            int first = Integer.parseInt(text.substring(0, 2), 16);
            byte[] range = new byte[Integer.parseInt(text.substring(4), 16) - first + 1];
            for (int i = 0; i < range.length; i++) {
                range[i] = (byte) (first + i);
            }
            return range;
        }
        return HexFormat.of().parseHex(text);
    }
}
