package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.JdbcDataKeyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose tenants have a schema each: what a command is not told of, it neither changes nor counts. */
class SchemasTest {

    private final ClinicDatabase clinic = new ClinicDatabase();

    @TempDir
    Path folder;

    private String patients;

    @BeforeEach
    void makeSchemas() throws IOException {
        patients =
                ClinicDatabase.apart(folder, ClinicDatabase.catalogue(folder)).toString();
        clinic.addPatients(2);
        for (String schema : List.of("north", "south")) {
            clinic.execute("create schema " + schema);
            clinic.execute("create table " + schema + ".patient (id bigint primary key, ssn varbinary(200))");
            clinic.execute("insert into " + schema + ".patient select * from patient");
        }
        clinic.run("keys", "rotate", "--tenant", ClinicDatabase.TENANT, "--reason", "yearly");
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void reencryptsInThoseThatItIsTold() {
        assertThat(reencrypt("run", "--reason", "x", "--schema", "NORTH", "--schema", "NORTH")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        Run plan = reencrypt("plan", "--schema", "NORTH");
        Run run = reencrypt(
                "run", "--reason", "x", "--id", "r", "--schema", "NORTH", "--schema", "WEST", "--schema", "PUBLIC");
        Run connected = reencrypt("run", "--reason", "x");

        assertThat(plan.only("schema")).isEqualTo("NORTH");
        assertThat(plan.only("rows")).isEqualTo("2");
        assertThat(run.records())
                .extracting(record -> record.get("schema").asString() + " "
                        + record.get("moved").asString())
                .containsExactly("NORTH 2", "PUBLIC 2");
        assertThat(run.code()).as("of which one is not there").isEqualTo(ExitCode.FINDINGS);
        assertThat(run.err()).contains("run r/NORTH", "WEST: ").doesNotContain("of their own");
        assertThat(clinic.run("reencrypt", "status", "r/NORTH", "--json").only("state"))
                .isEqualTo("FINISHED");
        assertThat(connected.err()).contains("of their own", "--schema");
        assertThat(connected.records().get(0).has("schema")).isFalse();
    }

    @Test
    void destroysNoKeyOfValuesInOneThatIsNotCounted() {
        clinic.execute("delete from patient");
        clinic.execute("delete from north.patient");
        String key = clinic.run("keys", "list", "--state", "retired", "--json").only("id");

        Run one = destroy(key);
        Run two = destroy(key, "--schema", "PUBLIC", "--schema", "NORTH");
        Run all = destroy(key, "--schema", "PUBLIC", "--schema", "NORTH", "--schema", "SOUTH");

        assertThat(one.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(one.err()).contains("--schema");
        assertThat(two.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(two.err()).contains("--schema", "SOUTH").doesNotContain("NORTH");
        assertThat(all.only("outcome")).isEqualTo("REFERENCED");
        assertThat(all.only("values")).isEqualTo("2");
    }

    @Test
    void forgetsNoColumnThatLiesInOneThatIsNotLookedInto() {
        JdbcDataKeyStore.on(clinic.dataSource())
                .columns()
                .register(List.of(new RegisteredColumn(
                        "clinic",
                        "PatientAud",
                        "ssn",
                        "patient_aud",
                        "ssn",
                        "patient.ssn",
                        "field",
                        "text",
                        Storage.BINARY)));
        clinic.execute("create schema audit");
        clinic.execute("create table audit.patient_aud as select * from patient");
        String[] forget = {
            "keys",
            "forget-column",
            "--table",
            "patient_aud",
            "--column",
            "ssn",
            "--catalogue",
            patients,
            "--reason",
            "gone",
            "--schema",
            "PUBLIC",
            "--schema",
            "NORTH",
            "--schema",
            "SOUTH"
        };

        Run unseen = clinic.run(forget);
        Run seen = clinic.run(with(forget, "--schema", "AUDIT"));

        assertThat(unseen.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(unseen.err()).contains("--schema", "AUDIT").doesNotContain("NORTH");
        assertThat(seen.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(seen.err()).contains("2 values in it are sealed");
        clinic.execute("delete from audit.patient_aud");
        Run gone = clinic.run(with(forget, "--schema", "AUDIT"));
        assertThat(gone.code()).as(gone.err()).isZero();
    }

    /** What lies in one is one tenant's. */
    @Test
    void migratesInOneAtATime() throws IOException {
        JdbcDataKeyStore.on(clinic.dataSource())
                .columns()
                .register(List.of(new RegisteredColumn(
                        "clinic",
                        "Letter",
                        "ssn",
                        "letter",
                        "ssn",
                        "letter.ssn",
                        "field",
                        "text",
                        Storage.TEXT,
                        List.of(new IndexColumn("", "ssn_bidx", "", 128)))));
        clinic.execute("insert into letter (id, clinic, ssn) values (1, 'clinic-1', 'plain')");
        clinic.execute("create table north.letter (id bigint primary key, clinic varchar(40), ssn varchar(400),"
                + " ssn_bidx varbinary(17))");
        clinic.execute("insert into north.letter select * from letter");
        String letters = ClinicDatabase.apart(folder, ClinicDatabase.letters(folder, "BACKFILL", false, ""))
                .toString();
        String[] backfill = {"migrate", "backfill", "--catalogue", letters, "--reason", "x", "--json", "--schema"};

        assertThat(clinic.run(with(backfill, "NORTH", "--schema", "PUBLIC")).code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(clinic.run(with(backfill, "NORTH", "--id", "seal")).only("written"))
                .isEqualTo("1");
        assertThat(clinic.run("reencrypt", "status", "--json").only("run")).isEqualTo("seal/NORTH");

        assertThat(clinic.query("select ssn from letter")).containsExactly("plain");
        assertThat(clinic.query("select ssn from north.letter")).doesNotContain("plain");
        assertThat(clinic.run("migrate", "status", "--catalogue", letters).err())
                .contains("of their own", "--schema");
    }

    private Run reencrypt(String command, String... options) {
        return clinic.run(with(new String[] {"reencrypt", command, "--catalogue", patients, "--json"}, options));
    }

    private Run destroy(String key, String... options) {
        return clinic.run(with(
                new String[] {"keys", "destroy", key, "--catalogue", patients, "--reason", "old", "--json"}, options));
    }

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
