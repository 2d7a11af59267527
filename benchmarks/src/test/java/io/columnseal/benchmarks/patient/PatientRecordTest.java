package io.columnseal.benchmarks.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatientRecordTest {

    @Test
    void givesEveryPatientAnotherSocialSecurityNumberOfElevenCharacters() {
        Set<String> numbers = new HashSet<>();
        for (int number = 0; number < 200_000; number++) {
            numbers.add(PatientRecord.ssnOf(number));
        }

        assertThat(numbers).hasSize(200_000).allMatch(number -> number.matches("\\d{3}-\\d{2}-\\d{4}"));
        assertThat(PatientRecord.ssnOf(999_999_999)).hasSize(11);
    }
}
