package io.columnseal.sample.demo;

import io.columnseal.ColumnSealException;
import io.columnseal.DecryptionException;
import io.columnseal.TenantMismatchException;
import java.sql.SQLException;

/** Three things a thief with write access to the database may try. Each puts back what it changed. */
final class Attacks {

    private final Clinics clinics;
    private final RawDatabase database;

    Attacks(Clinics clinics, RawDatabase database) {
        this.clinics = clinics;
        this.database = database;
    }

    /** @return the error that the application got */
    ColumnSealException flipOneBit(RawDatabase.Row victim) throws SQLException {
        byte[] flipped = victim.ssn().clone();
        flipped[flipped.length / 2] ^= 1;
        return readAfterWriting(victim, flipped, victim.clinic(), DecryptionException.class);
    }

    ColumnSealException moveFromAnotherColumn(RawDatabase.Row victim) throws SQLException {
        return readAfterWriting(victim, victim.diagnosis(), victim.clinic(), DecryptionException.class);
    }

    ColumnSealException copyFromAnotherClinic(RawDatabase.Row victim, RawDatabase.Row thief) throws SQLException {
        return readAfterWriting(thief, victim.ssn(), thief.clinic(), TenantMismatchException.class);
    }

    private ColumnSealException readAfterWriting(
            RawDatabase.Row row, byte[] written, String clinic, Class<? extends ColumnSealException> expected)
            throws SQLException {
        database.writeSsn(row.id(), written);
        try {
            Patient patient = clinics.inSessionOf(clinic, session -> session.find(Patient.class, row.id()));
            throw new DemoFailure("the attack went through: patient " + patient.id + " was read");
        } catch (ColumnSealException refused) {
            return expected.cast(refused);
        } finally {
            database.writeSsn(row.id(), row.ssn());
        }
    }
}
