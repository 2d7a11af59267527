package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KeyOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that an operator switches off and on. */
class KeyStateCommandTest {

    private final ClinicDatabase clinic = new ClinicDatabase();

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void switchesKeysOffAndOn() {
        clinic.addPatients(1);
        String key = clinic.run("keys", "list", "--usage", "field", "--json").only("id");

        Run suspended = clinic.run("keys", "suspend", key, "--reason", "ticket 4711", "--json");
        Run rotated = clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "x");
        Run resumed = clinic.run("keys", "resume", key, "--reason", "ticket 4711", "--json");

        assertThat(suspended.code()).as(suspended.err()).isZero();
        assertThat(suspended.only("state")).isEqualTo("SUSPENDED");
        assertThat(rotated.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(resumed.only("state")).isEqualTo("ACTIVE");
        assertThat(clinic.entries(KeyOperation.RESUME.name())).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualToIgnoringCase("sa");
            assertThat(entry.reason()).isEqualTo("ticket 4711");
        });
    }

    @Test
    void listsThoseThatItChangedBeforeOneFails() {
        clinic.addPatients(1);
        String key = clinic.run("keys", "list", "--usage", "field", "--json").only("id");

        Run failed = clinic.run("keys", "suspend", key, "0102030405060708", "--reason", "x", "--json");

        assertThat(failed.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failed.only("id")).isEqualTo(key);
    }
}
