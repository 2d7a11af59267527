package io.columnseal.sample.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ClinicTest {

    private static final String MASTER_KEY = "6b2f9c0d8a417e53c4b19f2e7d605a83f1e2c3b4a5968778695a4b3c2d1e0f90";

    @Test
    void readsBackWhatTheDatabaseHoldsSealed() {
        try (Clinic clinic = new Clinic("jdbc:h2:mem:plain-hibernate;DB_CLOSE_DELAY=-1", MASTER_KEY)) {
            Long id = clinic.admit("Ada", "123-45-6789", LocalDate.of(1985, 12, 10));

            assertThat(clinic.patient(id).ssn()).isEqualTo("123-45-6789");
            assertThat(clinic.patient(id).birthDate()).isEqualTo(LocalDate.of(1985, 12, 10));
            assertThat(clinic.storedSsns())
                    .singleElement()
                    .satisfies(stored -> assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                            .doesNotContain("123-45-6789"));
        }
    }

    @Test
    void doesNotOpenWithoutAMasterKeyAndNamesTheSetting() {
        assertThatThrownBy(() -> new Clinic("jdbc:h2:mem:no-key;DB_CLOSE_DELAY=-1", null))
                .hasStackTraceContaining("columnseal.kms.local.master-key: is required");
    }
}
