package io.columnseal.hibernate.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.cipher.UnsealedFieldCipher;
import org.junit.jupiter.api.Test;

class AttributeCipherTest {

    @Test
    void leavesNoPlaintextInArraysThatBelongToIt() {
        KeepingCodec codec = new KeepingCodec();
        AttributeCipher cipher = new AttributeCipher(
                codec, new UnsealedFieldCipher(event -> {}), new TenantContexts("patient.ssn", "field", 1));

        assertThat(cipher.open("clinic", cipher.seal("clinic", "value"))).isEqualTo("value");
        assertThat(codec.arrays())
                .hasSize(2)
                .allSatisfy(bytes -> assertThat(bytes).containsExactly(0, 0, 0, 0, 0));
    }
}
