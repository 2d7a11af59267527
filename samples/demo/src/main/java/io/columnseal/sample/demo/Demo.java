package io.columnseal.sample.demo;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.ReencryptionReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;

/** Tells the story on a new database in a directory. */
final class Demo {

    /** What the names of its files begin with. */
    static final String DATABASE = "clinics";

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHOWN_BYTES = 24;

    private final Path directory;
    private final Console console;
    private final String url;
    private final RawDatabase database;

    Demo(Path directory, Console console) {
        this.directory = directory;
        this.console = console;
        this.url = "jdbc:h2:file:" + directory.resolve(DATABASE).toAbsolutePath();
        this.database = new RawDatabase(url);
    }

    void run() throws SQLException, IOException {
        byte[] masterKey = new byte[32];
        new SecureRandom().nextBytes(masterKey);
        try (ColumnSeal seal = ColumnSeal.builder()
                        .environment(Environment.DEVELOPMENT)
                        .kms(LocalKms.fromHex(HEX.formatHex(masterKey)))
                        .keyStore(JdbcDataKeyStore.pooled(url, "sa", "").createSchema())
                        .build();
                Clinics clinics = new Clinics(url, seal)) {
            store(clinics);
            showRawRows();
            readBack(clinics);
            Lookups lookups = new Lookups(clinics, database, console);
            lookups.show();
            KeyInfo newKey = rotate(seal);
            reencrypt(seal, clinics);
            showKeys(newKey.id());
            readBack(clinics);
            lookups.showAgain();
            attack(clinics);
        }
        searchFiles();
    }

    private void store(Clinics clinics) {
        console.step("Two clinics store their patients");
        Patients.NAMED.forEach((clinic, patients) -> {
            clinics.store(clinic, patients);
            patients.forEach(patient ->
                    console.line("%-12s  %s  %s  %s", clinic, patient.ssn, patient.birthDate, patient.diagnosis));
        });
        clinics.store(Patients.NORTH, Patients.more());
        console.line("%-12s  and %,d more", Patients.NORTH, Patients.more().size());
    }

    private void showRawRows() throws SQLException {
        console.step("What the database sees (column ssn: suite, key id, nonce, ciphertext…)");
        List<RawDatabase.Row> rows = database.rows();
        for (RawDatabase.Row row : rows.subList(0, Patients.NAMED_COUNT)) {
            String bytes = HEX.formatHex(row.ssn(), 0, SHOWN_BYTES);
            console.line(
                    "%-12s  %s %s %s …",
                    row.clinic(), bytes.substring(0, 2), bytes.substring(2, 18), bytes.substring(18));
        }
        DemoFailure.unless(keysOf(rows, Patients.NORTH).size() == 1, "one clinic, one key was expected");
        DemoFailure.unless(
                !keysOf(rows, Patients.NORTH).equals(keysOf(rows, Patients.SOUTH)), "the clinics share a key");
    }

    private void readBack(Clinics clinics) {
        console.step("Each clinic reads its own patients");
        Patients.NAMED.forEach((clinic, expected) -> {
            List<Patient> patients = clinics.patients(clinic);
            for (int i = 0; i < expected.size(); i++) {
                DemoFailure.unless(
                        expected.get(i).sameAs(patients.get(i)), "patient " + i + " of " + clinic + " differs");
            }
            console.line("%-12s  %,d patients, the first is %s", clinic, patients.size(), patients.get(0).ssn);
        });
    }

    private KeyInfo rotate(ColumnSeal seal) {
        console.step(Patients.NORTH + " rotates its data key");
        KeyInfo before = seal.keys().history(Patients.NORTH).get(0);
        KeyInfo after = seal.keys().rotate(Patients.NORTH, "demo", "quarterly rotation");
        console.line("version %d  %s  opens only", before.version(), before.id());
        console.line("version %d  %s  seals and opens", after.version(), after.id());
        DemoFailure.unless(!before.id().equals(after.id()), "the key did not change");
        return after;
    }

    private void reencrypt(ColumnSeal seal, Clinics clinics) {
        console.step("Stored values move to the new key");
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        dataSource.setUser("sa");
        ReencryptionReport report = seal.reencryption(dataSource, clinics.sealedColumns())
                .listener(console::progress)
                .run();
        console.endProgress();
        console.line(
                "%,d read, %,d re-encrypted, %d skipped because a writer won, %d remaining",
                report.rowsRead(), report.reencrypted(), report.conflicts(), report.remaining());
        DemoFailure.unless(report.complete(), "values remain under the old key");
    }

    private void showKeys(KeyId newKey) throws SQLException {
        console.step("Every value of " + Patients.NORTH + " now carries the new key id");
        List<RawDatabase.Row> rows = database.rows();
        DemoFailure.unless(keysOf(rows, Patients.NORTH).equals(List.of(newKey.toString())), "another key id was found");
        long values =
                rows.stream().filter(row -> row.clinic().equals(Patients.NORTH)).count() * 3;
        console.line("%,d of %,d values under %s", values, values, newKey);
    }

    private void attack(Clinics clinics) throws SQLException {
        console.step("Somebody with write access to the database attacks");
        List<RawDatabase.Row> rows = database.rows();
        RawDatabase.Row north = rows.get(0);
        RawDatabase.Row south = rows.get(Patients.NAMED_COUNT - 1);
        Attacks attacks = new Attacks(clinics, database);
        refused("flips one bit", attacks.flipOneBit(north));
        refused("moves a value to another column", attacks.moveFromAnotherColumn(north));
        refused("copies a value to another clinic", attacks.copyFromAnotherClinic(north, south));
    }

    private void refused(String attack, ColumnSealException error) {
        console.line("%-34s refused: %s", attack, error.getClass().getSimpleName());
    }

    private void searchFiles() throws SQLException, IOException {
        console.step("The database's files hold none of it");
        database.shutdown();
        FileSearch files = new FileSearch(directory, DATABASE);
        List<String> secrets = new ArrayList<>();
        Patients.NAMED
                .values()
                .forEach(patients -> patients.forEach(patient -> {
                    secrets.add(patient.ssn);
                    secrets.add(patient.birthDate.toString());
                    secrets.add(patient.diagnosis);
                }));
        for (String secret : secrets) {
            DemoFailure.unless(!files.finds(secret), "a sealed plaintext stands in the database's files");
        }
        DemoFailure.unless(files.finds(Patients.CONTROL), "the search does not even find the unencrypted city");
        console.line("%d plaintexts searched for, none found", secrets.size());
        console.control(Patients.CONTROL);
        console.line("(a city stored unencrypted on purpose: the search does find it)");
    }

    private static List<String> keysOf(List<RawDatabase.Row> rows, String clinic) {
        TreeSet<String> keys = new TreeSet<>();
        rows.stream()
                .filter(row -> row.clinic().equals(clinic))
                .flatMap(row -> row.sealed().stream())
                .forEach(value ->
                        keys.add(SealedValue.header(value).orElseThrow().key().toString()));
        return List.copyOf(keys);
    }
}
