package io.columnseal.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.columnseal.ImportException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the two formats that no library has: Tink seals them, and Bouncy Castle derives the key from a password. */
class IndependentVectorsTest {

    private static final String VALUE = "Müller, 123-45-6789 🩺";
    private static final int ITERATIONS = 10_000;
    private static final int NONCE_BYTES = 12;

    @ParameterizedTest
    @CsvSource({"SHA1, s3cret", "SHA256, s3cret", "SHA512, s3cret", "SHA256, pässwörd 🩺"})
    void valuesUnderPasswordsAreRead(String hash, String password) throws GeneralSecurityException {
        byte[] salt = HexFormat.of().parseHex("5c0744940b5c369b");
        PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(digest(hash));
        pbkdf2.init(password.getBytes(UTF_8), salt, ITERATIONS);
        byte[] key = ((KeyParameter) pbkdf2.generateDerivedMacParameters(256)).getKey();

        byte[] sealed = new AesGcmJce(key).encrypt(VALUE.getBytes(UTF_8), new byte[0]);

        assertThat(importer(hash, password, salt, ITERATIONS).open(sealed, null))
                .isEqualTo(VALUE.getBytes(UTF_8));
        assertThatThrownBy(() -> importer(hash, password, salt, ITERATIONS - 1).open(sealed, null))
                .isInstanceOf(ImportException.class);
    }

    private static Importer importer(String hash, String password, byte[] salt, int iterations) {
        return PasswordImporter.of(password.toCharArray(), salt, iterations, hash);
    }

    private static ExtendedDigest digest(String hash) {
        return switch (hash) {
            case "SHA1" -> new SHA1Digest();
            case "SHA256" -> new SHA256Digest();
            case "SHA512" -> new SHA512Digest();
            default -> throw new IllegalArgumentException(hash);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", VALUE})
    void envelopesAreRead(String value) throws GeneralSecurityException {
        byte[] key = HexFormat.of().parseHex("0f".repeat(32));
        byte[] sealed = new AesGcmJce(key).encrypt(value.getBytes(UTF_8), "ssn".getBytes(UTF_8));
        Base64.Encoder base64 = Base64.getEncoder();
        String envelope =
                "{\"ciphertext\": \"%s\", \"nonce\": \"%s\", \"key_id\": \"dek-7\", \"algorithm\": \"AES-256-GCM\"}"
                        .formatted(
                                base64.encodeToString(Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length)),
                                base64.encodeToString(Arrays.copyOf(sealed, NONCE_BYTES)));
        Importer importer = JsonEnvelopeImporter.of(Map.of("dek-7", key)).fieldName("ssn");

        assertThat(importer.open(envelope.getBytes(UTF_8), null)).isEqualTo(value.getBytes(UTF_8));
    }
}
