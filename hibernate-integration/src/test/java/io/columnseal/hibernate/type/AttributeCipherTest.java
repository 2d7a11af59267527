package io.columnseal.hibernate.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.cipher.UnsealedFieldCipher;
import io.columnseal.codec.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeCipherTest {

    @Test
    void leavesNoPlaintextInArraysThatBelongToIt() {
        KeepingCodec codec = new KeepingCodec();
        AttributeCipher cipher =
                new AttributeCipher(codec, new UnsealedFieldCipher(), new TenantContexts("patient.ssn", "field", 1));

        assertThat(cipher.open("clinic", cipher.seal("clinic", "value"))).isEqualTo("value");
        assertThat(codec.arrays)
                .hasSize(2)
                .allSatisfy(bytes -> assertThat(bytes).containsExactly(0, 0, 0, 0, 0));
    }

    /** Keeps the arrays it made and was given. */
    private static final class KeepingCodec implements ValueCodec<Object> {

        private final List<byte[]> arrays = new ArrayList<>();

        @Override
        public String name() {
            return "keeping";
        }

        @Override
        public Class<Object> type() {
            return Object.class;
        }

        @Override
        public byte[] encode(Object value) {
            byte[] encoded = value.toString().getBytes(StandardCharsets.UTF_8);
            arrays.add(encoded);
            return encoded;
        }

        @Override
        public Object decode(byte[] encoded) {
            arrays.add(encoded);
            return new String(encoded, StandardCharsets.UTF_8);
        }
    }
}
