package io.columnseal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexContextTest {

    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "0a".repeat(32));

    @Test
    void equalsByEveryComponent() {
        assertThat(SSN)
                .isEqualTo(IndexContext.of("clinic-1", "patient.ssn", "0a".repeat(32)))
                .hasSameHashCodeAs(IndexContext.of("clinic-1", "patient.ssn", "0a".repeat(32)))
                .isNotEqualTo(SSN.withTenant("clinic-2"))
                .isNotEqualTo(SSN.withTenant(null))
                .isNotEqualTo(IndexContext.of("clinic-1", "patient.name", "0a".repeat(32)))
                .isNotEqualTo(IndexContext.of("clinic-1", "patient.ssn", ""))
                .isNotEqualTo(new IndexContext("clinic-1", "patient.ssn", "last4", "0a".repeat(32), 128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\uD800"})
    void refusesAFieldWithoutAName(String field) {
        assertThatIllegalArgumentException().isThrownBy(() -> IndexContext.of("clinic-1", field, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a b", "\u00E9", "\n"})
    void refusesANameThatIsNoPlainWord(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexContext("clinic-1", "patient.ssn", name, "", 128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A", "0a", "xyz", "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0A0a"})
    void refusesWhatIsNoFingerprint(String fingerprint) {
        assertThatIllegalArgumentException().isThrownBy(() -> IndexContext.of("clinic-1", "patient.ssn", fingerprint));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 127, 129, 256})
    void hasOneLength(int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexContext("clinic-1", "patient.ssn", "", "", bits));
    }

    @Test
    void refusesABlankTenant() {
        assertThatIllegalArgumentException().isThrownBy(() -> SSN.withTenant(" "));
    }
}
