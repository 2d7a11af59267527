package io.columnseal.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.macasaet.fernet.Key;
import com.macasaet.fernet.StringValidator;
import com.macasaet.fernet.Token;
import io.columnseal.ImportException;
import io.columnseal.codec.Codecs;
import io.columnseal.internal.JsonObject;
import io.columnseal.internal.crypto.ForeignAesGcm;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jasypt.encryption.pbe.StandardPBEStringEncryptor;
import org.jasypt.iv.RandomIvGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static final byte[] DATA_KEY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /** gpg --s2k-mode 1 --cipher-algo AES256 --compress-algo zip: quick to open, many times over. */
    private static final String SALTED =
            "jAwECQECBQx8CuLb7k/STwHqJuD3/WBlxKSbnTVfeWhZ/KoFA0EHJavYCO73M0+vWRXbAqlUILSrRE6NblcirwtcIDAFrO2F62bZQdmlOuPk"
                    + "i6i4UVEZZcKPjEWxjzg=";

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
        for (int length : new int[] {-1, 0}) {
            assertThatThrownBy(() -> importer.nonceBytes(length)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Patient ID: 12345 | GHqqDxyHIr53JmXI61dZyXcVkCEJegaMWxFtfXfvkebI
                    '' | 8rgh2dP6CECPQokoJEfyQA==
                    Müller, 123-45-6789 🩺 | BdhiChWMJLIeU23b91Ff0HT1PjOrnGzbHfMG62TRaG8Dd9BNo64NhUw=
                    """)
    void readsJsonEnvelopesThatPythonsCryptographyMade(String value, String ciphertext) {
        JsonEnvelopeImporter importer = envelopes().fieldName("patient_id");
        String nonce = "ZGVmZ2hpamtsbW5v";

        assertThat(open(importer, envelope(ciphertext, nonce, "dek-7", "AES-256-GCM")))
                .isEqualTo(value);
        String urlSafe = ciphertext.replace('+', '-').replace('/', '_').replace("=", "");
        String escaped = "\r\n{\t\"key_id\":\"dek-7\",\"version\":2,\"algorithm\":\"AES-256-GCM\",\"nonce\":\"" + nonce
                + "\",\"ciphertext\":\"" + urlSafe.replace("/", "\\/") + "\"}";
        assertThat(open(importer, escaped)).isEqualTo(value);
    }

    @Test
    void tinkReadsJsonEnvelopesOfTheImporter() throws GeneralSecurityException {
        Importer importer = envelopes().fieldName("ssn").sealingWith("dek-7");

        JsonObject json = JsonObject.parse(new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8));

        byte[] sealed = ByteBuffer.allocate(12 + json.bytes("ciphertext").length)
                .put(json.bytes("nonce"))
                .put(json.bytes("ciphertext"))
                .array();
        byte[] opened = new AesGcmJce(DATA_KEY).decrypt(sealed, "ssn".getBytes(UTF_8));
        assertThat(opened).isEqualTo(VALUE.getBytes(UTF_8));
        assertThat(json.text("key_id")).isEqualTo("dek-7");
        assertThat(json.text("algorithm")).isEqualTo("AES-256-GCM");
        assertThat(open(importer, new String(importer.close(VALUE.getBytes(UTF_8), null), UTF_8)))
                .isEqualTo(VALUE);
        assertThatThrownBy(() -> envelopes().close(new byte[1], null)).isInstanceOf(ImportException.class);
    }

    @Test
    void refusesJsonEnvelopesThatWereAlteredOrAreNone() {
        String nonce = "ZGVmZ2hpamtsbW5v";
        String ciphertext = "GHqqDxyHIr53JmXI61dZyXcVkCEJegaMWxFtfXfvkebI";
        JsonEnvelopeImporter importer = envelopes().fieldName("patient_id");
        String stored = envelope(ciphertext, nonce, "dek-7", "AES-256-GCM");
        List<String> hostile = new ArrayList<>(List.of(
                "",
                "Patient ID: 12345",
                "{}",
                "[]",
                "null",
                "{".repeat(100_000),
                envelope(ciphertext, nonce, "dek-8", "AES-256-GCM"),
                envelope(ciphertext, nonce, "dek-6", "AES-256-GCM"),
                envelope(ciphertext, nonce, "dek-7", "AES-256-CBC"),
                envelope(ciphertext, "", "dek-7", "AES-256-GCM"),
                envelope(ciphertext, nonce + "AAAA", "dek-7", "AES-256-GCM"),
                envelope("", nonce, "dek-7", "AES-256-GCM"),
                envelope("****", nonce, "dek-7", "AES-256-GCM"),
                longNonce("patient_id"),
                stored.replace("{", "{\"by\": null, "),
                stored.replace("{", "{\"at\": 1.5, ")));
        for (int length = 0; length < stored.length(); length++) {
            hostile.add(stored.substring(0, length));
        }
        byte[] sealed = Base64.getDecoder().decode(ciphertext);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            hostile.add(envelope(Base64.getEncoder().encodeToString(altered), nonce, "dek-7", "AES-256-GCM"));
        }

        assertThat(open(importer, stored)).isEqualTo("Patient ID: 12345");
        for (int i = 0; i < hostile.size(); i++) {
            String value = hostile.get(i);
            assertThatThrownBy(() -> open(importer, value))
                    .as("value %d", i)
                    .isInstanceOf(ImportException.class)
                    .hasNoCause();
        }
        assertThatThrownBy(() -> importer.open(new byte[] {'{', (byte) 0xFF}, null))
                .isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> open(envelopes().fieldName("name"), stored)).isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> open(envelopes(), stored)).isInstanceOf(ImportException.class);
        assertThatThrownBy(() -> JsonEnvelopeImporter.of(Map.of("dek-7", new byte[16])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelopes().sealingWith("dek-8")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Under the right key, and no envelope of AES-GCM as it is used: its nonce has 16 bytes. */
    private static String longNonce(String fieldName) {
        byte[] nonce = new byte[16];
        byte[] sealed = ForeignAesGcm.seal(DATA_KEY, nonce, new byte[] {'x'}, fieldName.getBytes(UTF_8));
        Base64.Encoder base64 = Base64.getEncoder();
        return envelope(base64.encodeToString(sealed), base64.encodeToString(nonce), "dek-7", "AES-256-GCM");
    }

    private static JsonEnvelopeImporter envelopes() {
        return JsonEnvelopeImporter.of(Map.of("dek-6", new byte[32], "dek-7", DATA_KEY));
    }

    private static String envelope(String ciphertext, String nonce, String keyId, String algorithm) {
        return "{\"ciphertext\": \"%s\", \"nonce\": \"%s\", \"key_id\": \"%s\", \"algorithm\": \"%s\"}"
                .formatted(ciphertext, nonce, keyId, algorithm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jA0ECQMCzKCq2tcCLDb/0k8BphjajFiPd8yblH6Ni+x4DSYxAYwirL+OZhq8H680icPifCH23+8cu2kgtOCF0e8C72OzTJZlZm71"
                        + "lhzV+mQqlRYX0ggikJSGAkDakBhq",
                "jA0EBwMCrM6VuvGBknn/0koBUtFwM2EBBiSquJjV2H9tmWvvRXxzqMLzk9yE0Eok5wlPY32motqrDkTscLS2tppzkV4auGKhJwtb"
                        + "Fp2Fr2O5Qzl8Pv+xaPsLgA==",
                SALTED
            })
    void readsWhatGpgMade(String message) {
        Importer importer = PgpImporter.of("s3cret ü".toCharArray());

        assertThat(new String(importer.open(Base64.getDecoder().decode(message), null), UTF_8))
                .isEqualTo(VALUE);
        assertThatThrownBy(() -> PgpImporter.of("s3cret".toCharArray())
                        .open(Base64.getDecoder().decode(message), null))
                .isInstanceOf(ImportException.class)
                .hasNoCause();
    }

    @Test
    void refusesOpenPgpMessagesThatWereAlteredOrTruncated() {
        byte[] message = Base64.getDecoder().decode(SALTED);
        Importer importer = PgpImporter.of("s3cret ü".toCharArray());

        for (int bit = 0; bit < message.length * 8; bit++) {
            byte[] altered = message.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> importer.open(altered, null))
                    .as("bit %d", bit)
                    .isInstanceOf(ImportException.class)
                    .hasNoCause();
        }
        for (int length = 0; length < message.length; length++) {
            byte[] truncated = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> importer.open(truncated, null))
                    .as("length %d", length)
                    .isInstanceOf(ImportException.class);
        }
        assertThat(importer.open(importer.close(new byte[] {1, 2}, null), null)).containsExactly(1, 2);
    }

    @Test
    void takesNoMoreMemoryThanItsLengthBecauseAMessageSaysSo() {
        // A key that Argon2 is to derive with 4 GiB
        byte[] message = HexFormat.of()
                .parseHex("c316" + "0409" + "04" + "00".repeat(16) + "010116" + "d229" + "01" + "ab".repeat(40));

        assertThatThrownBy(() -> PgpImporter.of("s3cret".toCharArray()).open(message, null))
                .isInstanceOf(ImportException.class);
    }

    /** As Bouncy Castle makes one, which would open it: how much memory it takes is for the message to say. */
    @Test
    void refusesOpenPgpMessagesWhoseKeyArgon2Derives() {
        byte[] message = HexFormat.of()
                .parseHex(
                        "c3370409040000000000000000000000000000000001010a7d1636fa71a45a8b862781e292874e1b2cb083fe9c1af2464679a626386e74"
                                + "9fe7d236010106200dc0d1782d4287ea5193bc1fd94ade4debd1501adc71245693e822a1c3f3f7b04a959cc3817bd5d02813e667dea945a6519f");

        assertThatThrownBy(() -> PgpImporter.of("s3cret".toCharArray()).open(message, null))
                .isInstanceOf(ImportException.class);
    }

    @Test
    void refusesOpenPgpMessagesThatNothingAuthenticates() {
        // gpg --rfc2440 --disable-mdc
        byte[] message = Base64.getDecoder()
                .decode("jA0ECQMCW+GZCgj92d7/yTj9h2BkHWlbQHw3lZJJRuHGyH3vzwCOve4TCyrYrdEpFAceFdiHHv006tCmVtWgxkgKkDJF"
                        + "3azzNA==");

        assertThatThrownBy(() -> PgpImporter.of("s3cret ü".toCharArray()).open(message, null))
                .isInstanceOf(ImportException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.String, 007",
        "java.time.LocalDate, 1984-02-29",
        "java.lang.Integer, -42",
        "java.lang.Long, 9223372036854775807",
        "java.lang.Short, 0",
        "java.util.UUID, 123e4567-e89b-12d3-a456-426614174000"
    })
    void readsAndStoresTextsAsDatabasesWriteValues(Class<?> type, String text) {
        Importer importer = TextImporter.of(Codecs.standard().find(type).orElseThrow());

        byte[] encoded = importer.open(text.getBytes(UTF_8), null);

        assertThat(encoded).isNotNull();
        assertThat(new String(importer.close(encoded, null), UTF_8)).isEqualTo(text);
        assertThat(importer.isComparable()).isTrue();
    }

    @Test
    void readsDatesThatAnotherLibrarySealedAsTexts() {
        TextImporter dates =
                TextImporter.of(Codecs.standard().find(LocalDate.class).orElseThrow());
        Importer importer = dates.sealedBy(FernetImporter.of(key.serialise()));
        byte[] token = Token.generate(new SecureRandom(), key, "1984-02-29")
                .serialise()
                .getBytes(UTF_8);

        byte[] encoded = importer.open(token, null);

        assertThat(encoded).isEqualTo(dates.open("1984-02-29".getBytes(UTF_8), null));
        assertThat(importer.open(importer.close(encoded, null), null)).isEqualTo(encoded);
        assertThat(importer.isComparable()).isFalse();
        assertThatThrownBy(() -> open(importer, "1984-02-29")).isInstanceOf(ImportException.class);
        byte[] other =
                Token.generate(new SecureRandom(), key, "29.2.1984").serialise().getBytes(UTF_8);
        assertThatThrownBy(() -> importer.open(other, null)).isInstanceOf(ImportException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "java.time.LocalDate, 29.2.1984",
        "java.time.LocalDate, 1985-02-29",
        "java.lang.Integer, 007",
        "java.lang.Integer, 99999999999",
        "java.lang.Integer, ' 1'",
        "java.util.UUID, 1-2-3-4-5"
    })
    void readsNoTextThatItWouldStoreInAnotherForm(Class<?> type, String text) {
        Importer importer = TextImporter.of(Codecs.standard().find(type).orElseThrow());

        assertThatThrownBy(() -> open(importer, text))
                .isInstanceOf(ImportException.class)
                .hasNoCause()
                .hasMessageNotContaining(text);
        assertThatThrownBy(() ->
                        TextImporter.of(Codecs.standard().find(Double.class).orElseThrow()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String open(Importer importer, String stored) {
        return new String(importer.open(stored.getBytes(UTF_8), "north"), UTF_8);
    }
}
