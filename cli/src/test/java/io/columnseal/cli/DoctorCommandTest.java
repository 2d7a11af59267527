package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private final ClinicDatabase clinic = new ClinicDatabase();

    @BeforeEach
    void seal() {
        clinic.addPatients(1);
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void saysWhatToDoAboutAnotherMasterKey() {
        clinic.environment()
                .put(
                        "COLUMNSEAL_KMS_LOCAL_MASTER_KEY",
                        "f0e0d0c0b0a090807060504030201000f1e1d1c1b1a191817161514131211101");

        assertThatItSaysWhatToDo("master key", "columnseal.kms.");
    }

    @Test
    void saysWhatToDoAboutTablesThatAreNotThere() {
        clinic.environment().put("COLUMNSEAL_KEY_STORE_TABLE_PREFIX", "other_");

        assertThatItSaysWhatToDo("key tables", "columnseal.key-store.table-prefix");
    }

    @Test
    void saysWhatToDoAboutADatabaseThatIsOfNoDriver() {
        clinic.environment().put("COLUMNSEAL_KEY_STORE_URL", "jdbc:nothing:");

        assertThatItSaysWhatToDo("key database", "columnseal.key-store.url");
    }

    /** A killed process leaves such a run, and the values under the former key. */
    @Test
    void tellsOfRunsThatAreQuiet() {
        clinic.execute(
                "insert into columnseal_runs values ('lost', 'RUNNING', 'RUN', 'sa', 'yearly', 0, 0, 1, 0, null)");

        Run doctor = clinic.run("doctor", "--json");

        assertThat(doctor.records())
                .filteredOn(record -> record.get("check").asString().equals("runs"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.get("result").asString()).isEqualTo("WARNING");
                    assertThat(record.get("remedy").asString()).contains("--id lost");
                });
        assertThat(doctor.code()).isZero();
    }

    private void assertThatItSaysWhatToDo(String check, String remedy) {
        Run doctor = clinic.run("doctor", "--json");

        assertThat(doctor.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(doctor.records())
                .filteredOn(record -> record.get("result").asString().equals("FAILED"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.get("check").asString()).isEqualTo(check);
                    assertThat(record.get("remedy").asString()).contains(remedy);
                });
    }
}
