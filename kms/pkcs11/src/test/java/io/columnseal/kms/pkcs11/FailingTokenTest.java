package io.columnseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.WrappedKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of a token that breaks, which SoftHSM does not do when it is told to. */
class FailingTokenTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final SoftwareToken provider = new SoftwareToken("kek");
    private final Pkcs11Kms kms = Pkcs11Kms.open(new Token(provider, "1234".toCharArray()), "kek", List.of());

    /** The JDK reports CKR_GENERAL_ERROR of a decryption as a wrong tag. */
    @Test
    void doesNotTakeABrokenTokenForAWrongTag() {
        WrappedKey wrapped = generate();
        provider.reportEverythingAsAWrongTag();

        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsUnavailableException.class);
        provider.recover();
        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
    }

    @Test
    void takesAWrongTagOfAWorkingTokenForWhatItIs() {
        WrappedKey wrapped = generate();
        byte[] altered = wrapped.bytes();
        altered[altered.length - 1] ^= 1;

        assertThatThrownBy(() -> kms.unwrap(new WrappedKey(wrapped.kekId(), altered), CONTEXT))
                .isInstanceOf(KmsInvalidCiphertextException.class);
    }

    @Test
    void triesOnceMoreWithANewHandle() {
        WrappedKey wrapped = generate();
        provider.forgetHandles();
        int before = provider.logins();

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(32);
        assertThat(provider.logins()).isEqualTo(before + 1);
    }

    private WrappedKey generate() {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }
}
