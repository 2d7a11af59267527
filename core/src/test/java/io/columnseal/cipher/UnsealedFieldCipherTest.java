package io.columnseal.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.SealEvent;
import io.columnseal.key.KeyId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reads values where encryption is switched off tells of those that were sealed, as any other cipher does. */
class UnsealedFieldCipherTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final KeyId KEY = new KeyId(7);

    private final List<SealEvent> events = new ArrayList<>();
    private final ColumnSeal seal = ColumnSeal.builder()
            .environment(Environment.TEST)
            .encryptionDisabled()
            .listener(events::add)
            .build();
    private final FieldCipher cipher = seal.columnFields();

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void opensWhatItKept() {
        byte[] stored = cipher.encrypt(SSN, "value".getBytes(UTF_8));

        assertThat(cipher.decrypt(SSN, cipher.fromText(SSN, SealedValue.toText(stored))))
                .isEqualTo("value".getBytes(UTF_8));
        assertThat(events).isEmpty();
    }

    @Test
    void tellsOfASealedValueAndItsKey() {
        byte[] sealed = new byte[60];
        byte[] prefix = SealedValue.prefix(Suite.AES_256_GCM, KEY);
        System.arraycopy(prefix, 0, sealed, 0, prefix.length);

        assertThatThrownBy(() -> cipher.decrypt(SSN, sealed)).isInstanceOf(DecryptionException.class);
        assertThat(events).containsExactly(new SealEvent.DecryptionFailed("patient.ssn", KEY));
    }

    @Test
    void tellsOfATextThatIsNone() {
        assertThatThrownBy(() -> cipher.fromText(SSN, "no text form")).isInstanceOf(DecryptionException.class);
        assertThat(events).containsExactly(new SealEvent.DecryptionFailed("patient.ssn", null));
    }
}
