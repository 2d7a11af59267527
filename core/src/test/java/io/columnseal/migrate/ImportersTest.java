package io.columnseal.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.macasaet.fernet.Key;
import com.macasaet.fernet.StringValidator;
import com.macasaet.fernet.Token;
import io.columnseal.ImportException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import org.jasypt.encryption.pbe.StandardPBEStringEncryptor;
import org.jasypt.iv.RandomIvGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor.CipherAlgorithm;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.encrypt.TextEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;

/** Importers read what the other library itself made, and it reads what they store. */
class ImportersTest {

    private static final String VALUE = "Müller, 123-45-6789 🩺";
    private static final String SALT = "5c0744940b5c369b";

    private final Key key = Key.generateKey(new SecureRandom());

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "exactly 16 bytes", VALUE})
    void readsFernetTokens(String value) {
        Importer importer = FernetImporter.of(key.serialise());

        assertThat(open(importer, Token.generate(new SecureRandom(), key, value).serialise()))
                .isEqualTo(value);
    }

    @Test
    void readsTheTokenOfTheFernetSpecification() {
        Importer importer = FernetImporter.of("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");

        assertThat(
                        open(
                                importer,
                                "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="))
                .isEqualTo("hello");
    }

    @Test
    void theFernetLibraryReadsTokensOfTheImporter() {
        Importer importer = FernetImporter.of(key.serialise());
        String token = new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8);

        StringValidator anyAge = new StringValidator() {
            @Override
            public Clock getClock() {
                return Clock.fixed(Instant.now(), ZoneOffset.UTC);
            }

            @Override
            public Duration getTimeToLive() {
                return Duration.ofDays(1);
            }
        };
        assertThat(Token.fromString(token).validateAndDecrypt(key, anyAge)).isEqualTo(VALUE);
    }

    @Test
    void readsTokensUnderFormerKeysAndMakesThemUnderTheNewest() {
        Key newest = Key.generateKey(new SecureRandom());
        Importer importer = FernetImporter.of(newest.serialise(), key.serialise());

        assertThat(open(importer, Token.generate(new SecureRandom(), key, VALUE).serialise()))
                .isEqualTo(VALUE);
        assertThat(open(
                        FernetImporter.of(newest.serialise()),
                        new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8)))
                .isEqualTo(VALUE);
    }

    @Test
    void refusesTokensThatWereAlteredOrAreUnderAnotherKey() {
        Importer importer = FernetImporter.of(key.serialise());
        byte[] token = Base64.getUrlDecoder()
                .decode(Token.generate(new SecureRandom(), key, VALUE).serialise());

        for (int i = 0; i < token.length; i++) {
            byte[] altered = token.clone();
            altered[i] ^= 1;
            String text = Base64.getUrlEncoder().encodeToString(altered);
            assertThatThrownBy(() -> open(importer, text)).isInstanceOf(ImportException.class);
        }
        for (String other : new String[] {"", "gAAAAA", "not a token", "AQ" + "x".repeat(58)}) {
            assertThatThrownBy(() -> open(importer, other)).isInstanceOf(ImportException.class);
        }
        assertThatThrownBy(() -> open(
                        FernetImporter.of(Key.generateKey(new SecureRandom()).serialise()),
                        Base64.getUrlEncoder().encodeToString(token)))
                .isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> FernetImporter.of("c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAndStoresWhatJasyptDoes() {
        StandardPBEStringEncryptor jasypt = jasypt("s3cret");
        Importer importer = LibraryImporter.ofTexts(jasypt::decrypt, jasypt::encrypt);

        assertThat(open(importer, jasypt("s3cret").encrypt(VALUE))).isEqualTo(VALUE);
        assertThat(jasypt("s3cret").decrypt(new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8)))
                .isEqualTo(VALUE);
        assertThatThrownBy(() -> open(importer, "plaintext of old"))
                .isInstanceOf(ImportException.class)
                .hasNoCause();
    }

    private static StandardPBEStringEncryptor jasypt(String password) {
        StandardPBEStringEncryptor jasypt = new StandardPBEStringEncryptor();
        jasypt.setAlgorithm("PBEWITHHMACSHA512ANDAES_256");
        jasypt.setIvGenerator(new RandomIvGenerator());
        jasypt.setPassword(password);
        return jasypt;
    }

    @Test
    void readsAndStoresWhatTextEncryptorsOfSpringSecurityDo() {
        for (TextEncryptor spring :
                new TextEncryptor[] {Encryptors.text("s3cret", SALT), Encryptors.delux("s3cret", SALT)}) {
            Importer importer = LibraryImporter.ofTexts(spring::decrypt, spring::encrypt);

            assertThat(open(importer, spring.encrypt(VALUE))).isEqualTo(VALUE);
            assertThat(spring.decrypt(new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8)))
                    .isEqualTo(VALUE);
            assertThatThrownBy(() -> open(importer, "zz")).isInstanceOf(ImportException.class);
        }
    }

    @Test
    void readsAndStoresWhatAesBytesEncryptorsDo() {
        AesBytesEncryptor spring =
                new AesBytesEncryptor("s3cret", SALT, KeyGenerators.secureRandom(16), CipherAlgorithm.GCM);
        Importer importer = LibraryImporter.ofBytes(spring::decrypt, spring::encrypt);
        byte[] sealed = spring.encrypt(VALUE.getBytes(UTF_8));

        assertThat(importer.open(sealed, null)).isEqualTo(VALUE.getBytes(UTF_8));
        assertThat(spring.decrypt(importer.close(VALUE.getBytes(UTF_8), null))).isEqualTo(VALUE.getBytes(UTF_8));
        sealed[20] ^= 1;
        assertThatThrownBy(() -> importer.open(sealed, null)).isInstanceOf(ImportException.class);
    }

    @Test
    void readsAesGcmUnderAPasswordWithoutTheLibraryThatMadeIt() {
        AesBytesEncryptor spring =
                new AesBytesEncryptor("s3cret", SALT, KeyGenerators.secureRandom(16), CipherAlgorithm.GCM);
        PasswordImporter importer = PasswordImporter.of(
                        "s3cret".toCharArray(), HexFormat.of().parseHex(SALT), 1024, "SHA1")
                .nonceBytes(16);
        byte[] sealed = spring.encrypt(VALUE.getBytes(UTF_8));

        assertThat(importer.open(sealed, null)).isEqualTo(VALUE.getBytes(UTF_8));
        assertThat(open(importer.base64(), Base64.getEncoder().encodeToString(sealed)))
                .isEqualTo(VALUE);
        assertThat(open(importer.base64(), Base64.getUrlEncoder().encodeToString(sealed)))
                .isEqualTo(VALUE);
        sealed[20] ^= 1;
        assertThatThrownBy(() -> importer.open(sealed, null)).isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> importer.open(new byte[31], null)).isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> importer.close(new byte[1], null))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("seal");
    }

    private static String open(Importer importer, String stored) {
        return new String(importer.open(stored.getBytes(UTF_8), "north"), UTF_8);
    }
}
