package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ConfigurationException;
import io.columnseal.KmsDeniedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.WrappedKey;
import io.columnseal.test.kms.SoftHsm;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.Key;
import java.security.KeyStore;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11KmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    @BeforeAll
    static void initialize() {
        SoftHsm.initialize();
    }

    @Test
    void theKekCannotBeReadFromTheToken() throws Exception {
        AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11")
                .configure("--name = test\nlibrary = " + SoftHsm.library() + "\nslotListIndex = 0\n");
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, SoftHsm.PIN.toCharArray());
        Key key = keys.getKey(SoftHsm.KEY, null);

        assertThat(key.getEncoded()).isNull();
    }

    @Test
    void goesOnAfterSomebodyLoggedTheTokenOut() {
        try (Pkcs11Kms kms = open(SoftHsm.KEY)) {
            WrappedKey wrapped = generate(kms);
            // Opening another one begins with a logout, which ends the sessions of the first
            try (Pkcs11Kms other = open(SoftHsm.KEY)) {
                assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
                assertThat(other.unwrap(wrapped, CONTEXT)).hasSize(32);
            }
        }
    }

    /** Who logs out and not in again: another user of the token in this process. */
    @Test
    void logsInAgainAfterSomebodyLoggedOut() throws Exception {
        AuthProvider another = (AuthProvider) Security.getProvider("SunPKCS11")
                .configure("--name = another\nlibrary = " + SoftHsm.library() + "\nslotListIndex = 0\n");
        try (Pkcs11Kms kms = open(SoftHsm.KEY)) {
            WrappedKey wrapped = generate(kms);
            for (int i = 0; i < 3; i++) {
                another.logout();

                assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            }
        }
    }

    @Test
    void noticesAWrongPinThoughSomebodyIsLoggedIn() {
        try (Pkcs11Kms kms = open(SoftHsm.KEY)) {
            WrappedKey wrapped = generate(kms);
            assertThatThrownBy(() -> Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, "9999".toCharArray())
                            .build())
                    .isInstanceOf(KmsDeniedException.class)
                    .hasMessageContaining("columnseal.kms.pkcs11.pin")
                    .hasMessageNotContaining("9999");
            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        }
    }

    @Test
    void triesARefusedPinOnceOnly() {
        Token token = new Token(new TokenProviders(SoftHsm.library(), null, 0), "9999".toCharArray(), SoftHsm.KEY);
        assertThatThrownBy(() -> token.key("kek", SoftHsm.KEY)).hasMessageContaining("CKR_PIN_INCORRECT");

        assertThatThrownBy(() -> token.key("kek", SoftHsm.KEY))
                .isInstanceOf(KmsDeniedException.class)
                .hasMessageContaining("an earlier attempt");
    }

    @ParameterizedTest
    @CsvSource({
        "readable, 32, --private --extractable, can be read out of the token",
        "short, 16, --private --sensitive, not of 256 bits",
        "public, 32, --sensitive, needs no PIN"
    })
    void refusesAKeyThatDoesNotProtect(String label, int sizeBytes, String attributes, String fault) {
        SoftHsm.createKey(label, sizeBytes, attributes.split(" "));
        try {
            assertThatThrownBy(() -> open(label))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("columnseal.kms.pkcs11.key-label")
                    .hasMessageContaining(fault);
        } finally {
            SoftHsm.deleteKey(label);
        }
    }

    /** The way out for whoever has such a key. */
    @Test
    void unwrapsUnderAFormerKeyThatNeedsNoPin() throws Exception {
        SoftHsm.createKey("public", 32, "--sensitive");
        try (Pkcs11Kms kms = Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, SoftHsm.PIN.toCharArray())
                .previousKeyLabels(List.of("public"))
                .build()) {
            Token token =
                    new Token(new TokenProviders(SoftHsm.library(), null, 0), SoftHsm.PIN.toCharArray(), SoftHsm.KEY);
            TokenKey key = token.key("pkcs11:object=public", "public");
            byte[] nonce = new byte[12];
            byte[] wrapped = ByteBuffer.allocate(61)
                    .put((byte) 1)
                    .put(nonce)
                    .put(new TokenCipher().seal(key, nonce, new byte[32], CONTEXT.canonical()))
                    .array();

            assertThat(kms.unwrap(new WrappedKey("pkcs11:object=public", wrapped), CONTEXT))
                    .isEqualTo(new byte[32]);
        } finally {
            SoftHsm.deleteKey("public");
        }
    }

    @Test
    void unwrapsUnderFormerKeysThatAreListedAndNoOthers() {
        SoftHsm.createKey("former");
        WrappedKey wrapped;
        try (Pkcs11Kms former = open("former")) {
            wrapped = generate(former);
        }
        try (Pkcs11Kms kms = Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, SoftHsm.PIN.toCharArray())
                        .previousKeyLabels(List.of("former"))
                        .build();
                Pkcs11Kms unaware = open(SoftHsm.KEY)) {
            assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
            assertThat(kms.rewrap(wrapped, CONTEXT).kekId()).isEqualTo(kms.kekId());
            assertThatThrownBy(() -> unaware.unwrap(wrapped, CONTEXT))
                    .isInstanceOf(KmsKeyNotFoundException.class)
                    .hasMessageContaining("columnseal.kms.pkcs11.previous-key-labels");
        } finally {
            SoftHsm.deleteKey("former");
        }
    }

    @Test
    void tellsAKeyThatIsNotThere() {
        try (Pkcs11Kms kms = open("no-such-key")) {
            assertThatThrownBy(() -> generate(kms))
                    .isInstanceOf(KmsKeyNotFoundException.class)
                    .hasMessageContaining("columnseal.kms.pkcs11.key-label");
            assertThatThrownBy(kms::describe).isInstanceOf(KmsKeyNotFoundException.class);
        }
    }

    @Test
    void tellsAnotherKeyOfTheSameLabelFromAWrongTag() {
        SoftHsm.createKey("replaced");
        try (Pkcs11Kms kms = open("replaced")) {
            WrappedKey wrapped = generate(kms);
            SoftHsm.deleteKey("replaced");
            SoftHsm.createKey("replaced");

            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsInvalidCiphertextException.class);
        } finally {
            SoftHsm.deleteKey("replaced");
        }
    }

    /** The JDK refuses the whole token. */
    @Test
    void tellsThatTwoKeysShareALabel() {
        SoftHsm.createKey("twice");
        SoftHsm.createKey("twice");
        try (Pkcs11Kms kms = open(SoftHsm.KEY)) {
            assertThatThrownBy(kms::describe)
                    .isInstanceOf(KmsUnavailableException.class)
                    .hasMessageContaining("share a label");
        } finally {
            SoftHsm.deleteKey("twice");
            SoftHsm.deleteKey("twice");
        }
    }

    @Test
    void describesItsKey() {
        try (Pkcs11Kms kms = open(SoftHsm.KEY)) {
            assertThat(kms.describe().status()).isEqualTo(KekDescription.Status.ENABLED);
        }
    }

    @Test
    void namesTheSettingOfALibraryThatIsNotThere() {
        assertThatThrownBy(() -> Pkcs11Kms.builder(Path.of("/no/such/library.so"), SoftHsm.KEY, new char[0])
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.pkcs11.library");
    }

    @Test
    void namesTheSettingOfASlotThatIsNotThere() {
        assertThatThrownBy(() -> Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, SoftHsm.PIN.toCharArray())
                        .slotListIndex(99)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.pkcs11.slot");
    }

    @Test
    void refusesASlotThatIsNamedTwice() {
        assertThatThrownBy(() -> Pkcs11Kms.builder(SoftHsm.library(), SoftHsm.KEY, SoftHsm.PIN.toCharArray())
                        .slot(1)
                        .slotListIndex(0)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("columnseal.kms.pkcs11.slot");
    }

    private static Pkcs11Kms open(String label) {
        return Pkcs11Kms.builder(SoftHsm.library(), label, SoftHsm.PIN.toCharArray())
                .build();
    }

    private static WrappedKey generate(Pkcs11Kms kms) {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
