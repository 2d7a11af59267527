package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.reencrypt.MigrationReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application in one phase of a migration and one in the next, in JVMs of their own, at work on the same rows. */
@Timeout(120)
class SideBySideMigrationTest {

    private static final int ROUNDS = 250;

    private final String url = (String) new PostgresDatabase().create().get(AvailableSettings.JAKARTA_JDBC_URL);

    @Test
    void noWriteIsLostAndEveryValueIsReadAndFoundWhicheverApplicationStoredIt() throws Exception {
        try (HikariDataSource pool = MigratingNode.keyDatabase(url)) {
            JdbcDataKeyStore.on(pool).createSchema();
            try (ColumnSeal seal = MigratingNode.seal(pool)) {
                try (SessionFactory created = MigratingNode.factory(seal, url, "prepare", "create")) {
                    for (int row = 0; row < MigratingNode.ROWS; row++) {
                        RawRows.update(
                                created, "insert into patient (id, ssn) values (?, ?)", row, MigratingNode.value(0));
                    }
                }
                long[] counted = countUpSideBySide("prepare", "seal");

                try (SessionFactory node = MigratingNode.factory(seal, url, "backfill", "none")) {
                    long sealed = RawRows.of(node, "patient", "ssn").stream()
                            .filter(stored -> SealedValue.fromText(new String(stored, StandardCharsets.UTF_8))
                                    .isPresent())
                            .count();
                    MigrationReport report =
                            SealedColumns.of(node).migration(pool).seal();
                    assertThat(report.complete()).isTrue();
                    assertThat(report.written()).isEqualTo(MigratingNode.ROWS - sealed);
                }
                // The last node of the release before, and the first one that takes nothing unsealed
                long[] then = countUpSideBySide("backfill", "strict");
                try (SessionFactory strict = MigratingNode.factory(seal, url, "strict", "none")) {
                    for (int row = 0; row < MigratingNode.ROWS; row++) {
                        long id = row;
                        counted[row] += then[row];
                        String ssn = strict.fromSession(session -> session.find(MigratingNode.Patient.class, id).ssn);
                        assertThat(ssn).as("row %d", row).isEqualTo(MigratingNode.value(counted[row]));
                    }
                }
                System.out.println("Migration side by side: 2 JVMs, " + 4 * ROUNDS + " writes to " + MigratingNode.ROWS
                        + " rows, 0 lost, 0 unreadable");
            }
        }
    }

    /** How often both have counted up each row. */
    private long[] countUpSideBySide(String... phases) throws Exception {
        long[] counted = new long[MigratingNode.ROWS];
        List<Process> processes = new ArrayList<>();
        try {
            List<BufferedReader> outputs = new ArrayList<>();
            for (String phase : phases) {
                Process process = start(phase);
                processes.add(process);
                outputs.add(
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            }
            for (BufferedReader output : outputs) {
                String line = output.readLine();
                while (line != null && !line.equals(MigratingNode.READY)) {
                    line = output.readLine();
                }
                assertThat(line).isEqualTo(MigratingNode.READY);
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (int i = 0; i < processes.size(); i++) {
                read(outputs.get(i), counted);
                assertThat(processes.get(i).waitFor()).as(phases[i]).isZero();
            }
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
        assertThat(counted).doesNotContain(0);
        return counted;
    }

    /** What else the process prints is logged by it. */
    private static void read(BufferedReader output, long[] counted) throws IOException {
        int row = 0;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("\\d+")) {
                counted[row++] += Long.parseLong(line);
            }
        }
        assertThat(row).isEqualTo(MigratingNode.ROWS);
    }

    private Process start(String phase) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigratingNode.class.getName(),
                        url,
                        phase,
                        String.valueOf(ROUNDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
