package io.columnseal.hibernate.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheKeyFormTest {

    @Test
    void tellsValuesApartAndLeavesNoPlaintextOfThem() {
        KeepingCodec codec = new KeepingCodec();
        CacheKeyForm form = new CacheKeyForm(codec, new byte[32], "patient.ssn");

        assertThat(form.of("value")).isEqualTo(form.of(new Unsealed("value"))).isNotEqualTo(form.of("other"));
        assertThat(codec.arrays())
                .hasSize(3)
                .allSatisfy(bytes -> assertThat(bytes).containsExactly(0, 0, 0, 0, 0));
    }
}
