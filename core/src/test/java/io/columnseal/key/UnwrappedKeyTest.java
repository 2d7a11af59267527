package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnwrappedKeyTest {

    private static final FieldContext NOTE = FieldContext.of("clinic-1", "patient.note");
    private static final byte[] VALUE = "Appendectomy".getBytes(StandardCharsets.UTF_8);

    private final TestKeyRing test = new TestKeyRing();
    private final KeyRingFieldCipher fields = new KeyRingFieldCipher(test.ring(), event -> {});

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void sealsForMorePurposesThanItKeepsKeysOf() {
        List<byte[]> sealed = new ArrayList<>();
        for (int i = 0; i < UnwrappedKey.MAX_PURPOSES + 100; i++) {
            sealed.add(fields.encrypt(NOTE.withPurpose("user-" + i), VALUE));
        }

        assertThat(test.ring().active("clinic-1", KeyUsage.FIELD).purposes()).isEqualTo(UnwrappedKey.MAX_PURPOSES);
        for (int i = 0; i < sealed.size(); i++) {
            assertThat(fields.decrypt(NOTE.withPurpose("user-" + i), sealed.get(i)))
                    .isEqualTo(VALUE);
        }
    }

    @Test
    void wipesTheKeysOfPurposesThatItDoesNotKeepAsWell() throws KeyWipedException {
        UnwrappedKey key = test.ring().active("clinic-1", KeyUsage.FIELD);
        FieldKey field = null;
        for (int i = 0; i <= UnwrappedKey.MAX_PURPOSES; i++) {
            field = key.field(NOTE.withPurpose("user-" + i));
        }
        FieldKey passing = field;
        passing.seal(new byte[100]);

        test.ring().evict("clinic-1");

        assertThatExceptionOfType(KeyWipedException.class).isThrownBy(() -> passing.seal(new byte[100]));
    }
}
