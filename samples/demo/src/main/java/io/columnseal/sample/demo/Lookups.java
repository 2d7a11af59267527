package io.columnseal.sample.demo;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Both clinics look for their patients by social security numbers that are sealed. */
final class Lookups {

    private static final HexFormat HEX = HexFormat.of();

    private final Clinics clinics;
    private final RawDatabase database;
    private final Console console;
    private Map<Long, byte[]> indexes = Map.of();

    Lookups(Clinics clinics, RawDatabase database, Console console) {
        this.clinics = clinics;
        this.database = database;
        this.console = console;
    }

    void show() throws SQLException {
        console.step("Each clinic finds its patients by number (column ssn_bidx, a keyed hash)");
        indexes = indexes();
        DemoFailure.unless(
                !Arrays.equals(indexOf(Patients.NORTH), indexOf(Patients.SOUTH)),
                "one number has the same hash at both clinics");
        find();
    }

    void showAgain() throws SQLException {
        console.step("They still find them, by hashes that the rotation left alone");
        Map<Long, byte[]> before = indexes;
        indexes = indexes();
        DemoFailure.unless(
                before.size() == indexes.size()
                        && before.keySet().stream().allMatch(id -> Arrays.equals(before.get(id), indexes.get(id))),
                "hashes have changed");
        find();
    }

    private void find() {
        Patients.NAMED.forEach((clinic, patients) -> patients.forEach(patient -> findOnly(clinic, patient)));
        Patient stranger = Patients.NAMED.get(Patients.NORTH).get(1);
        DemoFailure.unless(
                clinics.patientsWithSsn(Patients.SOUTH, stranger.ssn).isEmpty(), "a clinic finds another's patient");
        for (String clinic : Patients.NAMED.keySet()) {
            Patient shared = Patients.knownToBoth(clinic);
            console.line(
                    "%-12s  %s  patient %d, %-13s  %s …",
                    clinic, shared.ssn, shared.id, shared.diagnosis, HEX.formatHex(indexOf(clinic), 0, 8));
        }
        console.line("%-12s  %s  nobody", Patients.SOUTH, stranger.ssn);
    }

    private void findOnly(String clinic, Patient expected) {
        List<Patient> found = clinics.patientsWithSsn(clinic, expected.ssn);
        DemoFailure.unless(
                found.size() == 1 && found.get(0).sameAs(expected),
                clinic + " does not find patient " + expected.id + " by number");
    }

    private byte[] indexOf(String clinic) {
        return indexes.get(Patients.knownToBoth(clinic).id);
    }

    private Map<Long, byte[]> indexes() throws SQLException {
        Map<Long, byte[]> found = new HashMap<>();
        for (RawDatabase.Row row : database.rows()) {
            DemoFailure.unless(row.ssnIndex() != null, "patient " + row.id() + " has no hash");
            found.put(row.id(), row.ssnIndex());
        }
        return found;
    }
}
