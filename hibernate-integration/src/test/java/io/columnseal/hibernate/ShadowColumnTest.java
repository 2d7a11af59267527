package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ImportException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.migrate.TextImporter;
import io.columnseal.reencrypt.ColumnDrift;
import io.columnseal.reencrypt.MigrationReport;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A date column becomes a sealed binary one by the statements of docs/guides/plaintext-migration.md, while nodes run. */
@Timeout(300)
abstract class ShadowColumnTest {

    private static final Path GUIDE = Path.of("../docs/guides/plaintext-migration.md");
    private static final LocalDate LEAP_DAY = LocalDate.of(1984, 2, 29);
    private static final LocalDate OTHER = LocalDate.of(2001, 12, 31);

    private final ColumnSeal seal = TestFactory.seal();
    private final Map<String, Object> database = server().create();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final SessionFactory old = start("create", null, OldPatient.class);
    private final HikariDataSource pool = FactoryDatabase.open(old);

    abstract TestDatabase server();

    /** Of the guide's section: add, trigger, fill, stop, back, swap. */
    abstract List<String> statements(String step) throws IOException;

    @AfterEach
    void stop() {
        pool.close();
        factories.forEach(SessionFactory::close);
        seal.close();
    }

    @Test
    void nodesOfEveryTwoNeighbouringPhasesReadWhatEachOtherWritesUntilTheSwap() throws IOException {
        persistOld(1, LEAP_DAY);
        persistOld(2, null);
        addShadow();

        SessionFactory prepared = node(MigrationPhase.PREPARE);
        assertThat(born(prepared, 1)).isEqualTo(LEAP_DAY);
        assertThat(born(prepared, 2)).isNull();
        persistOld(3, OTHER);
        assertThat(born(prepared, 3)).isEqualTo(OTHER);
        persist(prepared, 4, LEAP_DAY);
        persist(prepared, 5, null);
        assertThat(oldBorn(4)).isEqualTo(LEAP_DAY);
        assertThat(oldBorn(5)).isNull();
        change(prepared, 1, OTHER);
        assertThat(oldBorn(1)).isEqualTo(OTHER);
        change(prepared, 4, null);
        assertThat(oldBorn(4)).isNull();
        changeOld(3, LEAP_DAY);
        assertThat(born(prepared, 3)).isEqualTo(LEAP_DAY);
        assertThat(find(prepared, LEAP_DAY)).containsExactly(3L);
        assertThat(drift(prepared))
                .isEqualTo(new ColumnDrift("patient", "birth_date_sealed", MigrationPhase.PREPARE, 2, 0, 0));

        run("stop");
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persist(sealing, 6, LEAP_DAY);
        persist(prepared, 7, LEAP_DAY);
        assertThat(born(prepared, 6)).isEqualTo(LEAP_DAY);
        assertThat(born(sealing, 7)).isEqualTo(LEAP_DAY);
        assertThat(find(prepared, LEAP_DAY)).containsExactly(3L, 6L, 7L);
        assertThat(find(sealing, LEAP_DAY)).containsExactly(3L, 6L, 7L);

        SessionFactory backfilling = node(MigrationPhase.BACKFILL);
        MigrationReport report = SealedColumns.of(backfilling).migration(pool).seal();
        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(3);
        assertThat(drift(backfilling))
                .isEqualTo(new ColumnDrift("patient", "birth_date_sealed", MigrationPhase.BACKFILL, 0, 4, 0));

        SessionFactory strict = node(MigrationPhase.STRICT);
        assertThat(find(strict, LEAP_DAY)).containsExactly(3L, 6L, 7L);
        assertThat(born(strict, 1)).isEqualTo(OTHER);

        run("swap");
        SessionFactory swapped = start("none", null, FinalPatient.class);
        SealedColumn column = SealedColumns.of(swapped).list().get(0);
        assertThat(column.column()).isEqualTo("birth_date");
        assertThat(column.context()).isEqualTo("patient.birth_date");
        assertThat(SealedColumns.of(strict).list().get(0).context()).isEqualTo("patient.birth_date");
        assertThat(swapped.<LocalDate>fromSession(session -> session.find(FinalPatient.class, 1L).birthDate))
                .isEqualTo(OTHER);
        assertThat(find(swapped, LEAP_DAY)).containsExactly(3L, 6L, 7L);
        assertThat(seal.reencryption(pool, SealedColumns.of(swapped).list())
                        .run()
                        .complete())
                .isTrue();
    }

    @Test
    void theWayBackPutsTextsOfTheDatabaseIntoTheShadow() throws IOException {
        persistOld(1, LEAP_DAY);
        addShadow();
        run("stop");
        SealedColumns.of(node(MigrationPhase.BACKFILL)).migration(pool).seal();
        assertThat(shadow(1)).isNotEqualTo("1984-02-29");

        assertThat(SealedColumns.of(node(MigrationPhase.PREPARE))
                        .migration(pool)
                        .open()
                        .complete())
                .isTrue();

        assertThat(shadow(1)).isEqualTo("1984-02-29");
    }

    @Test
    void whatIsNoDateIsNotSealedAsOne() throws IOException {
        persistOld(1, LEAP_DAY);
        addShadow();
        run("stop");
        RawRows.update(old, "update patient set birth_date_sealed = ?", "29.2.1984".getBytes(StandardCharsets.UTF_8));
        SessionFactory node = node(MigrationPhase.BACKFILL);

        assertThatThrownBy(() -> born(node, 1)).isInstanceOf(ImportException.class);
        assertThat(SealedColumns.of(node).migration(pool).seal().complete()).isFalse();
        assertThat(shadow(1)).isEqualTo("29.2.1984");
    }

    @Test
    void theWayBackKeepsWhatWasWrittenSinceTheTriggerWentAway() throws IOException {
        for (long id = 1; id <= 4; id++) {
            persistOld(id, LEAP_DAY);
        }
        addShadow();
        run("stop");
        SessionFactory sealing = node(MigrationPhase.SEAL);
        change(sealing, 2, OTHER);
        change(sealing, 3, null);
        persist(sealing, 5, OTHER);
        persist(sealing, 6, null);
        SealedColumns.of(node(MigrationPhase.BACKFILL)).migration(pool).seal();
        SessionFactory prepared = node(MigrationPhase.PREPARE);
        assertThat(SealedColumns.of(prepared).migration(pool).open().complete()).isTrue();

        run("trigger");
        touchEveryRow();
        change(prepared, 4, OTHER);
        assertThat(everyBorn(prepared)).containsExactly(LEAP_DAY, OTHER, null, OTHER, OTHER, null);
        run("back");

        assertThat(everyBorn(old)).containsExactly(LEAP_DAY, OTHER, null, OTHER, OTHER, null);
        touchEveryRow();
        assertThat(everyBorn(old)).containsExactly(LEAP_DAY, OTHER, null, OTHER, OTHER, null);
        assertThat(everyBorn(prepared)).containsExactly(LEAP_DAY, OTHER, null, OTHER, OTHER, null);
        changeOld(5, LEAP_DAY);
        assertThat(born(prepared, 5)).isEqualTo(LEAP_DAY);
        change(prepared, 3, LEAP_DAY);
        assertThat(oldBorn(3)).isEqualTo(LEAP_DAY);
    }

    private void addShadow() throws IOException {
        run("add");
        run("trigger");
        run("fill");
    }

    /** As somebody who changes other columns of a row does. */
    private void touchEveryRow() {
        RawRows.update(old, "update patient set note = concat(coalesce(note, ''), 'x')");
    }

    private static List<LocalDate> everyBorn(SessionFactory node) {
        return node.fromSession(
                session -> session.createQuery("select p.birthDate from Patient p order by p.id", LocalDate.class)
                        .list());
    }

    private void run(String step) throws IOException {
        for (String statement : statements(step)) {
            old.inTransaction(session -> session.doWork(connection -> {
                try (var plain = connection.createStatement()) {
                    plain.execute(statement);
                }
            }));
        }
    }

    /** The guide's SQL for a database and a step of the change. */
    static String block(String name, String step) throws IOException {
        List<String> blocks = Pattern.compile("-- " + name + ", ([a-z]+)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .filter(block -> block.group(1).equals(step))
                .map((MatchResult block) -> block.group(2))
                .toList();
        assertThat(blocks).as("%s, %s", name, step).hasSize(1);
        return blocks.get(0);
    }

    static List<String> split(String statements) {
        return Arrays.stream(statements.split(";\\n"))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    private ColumnDrift drift(SessionFactory node) {
        return SealedColumns.of(node).migration(pool).drift().get(0);
    }

    private String shadow(long id) {
        return new String(
                RawRows.query(old, "select birth_date_sealed from patient where id = " + id)
                        .get(0),
                StandardCharsets.UTF_8);
    }

    private void persistOld(long id, LocalDate born) {
        old.inTransaction(session -> session.persist(new OldPatient(id, born)));
    }

    private void changeOld(long id, LocalDate born) {
        old.inTransaction(session -> session.find(OldPatient.class, id).birthDate = born);
    }

    private LocalDate oldBorn(long id) {
        return old.fromSession(session -> session.find(OldPatient.class, id).birthDate);
    }

    private static void persist(SessionFactory node, long id, LocalDate born) {
        node.inTransaction(session -> session.persist(new Patient(id, born)));
    }

    private static void change(SessionFactory node, long id, LocalDate born) {
        node.inTransaction(session -> session.find(Patient.class, id).birthDate = born);
    }

    private static LocalDate born(SessionFactory node, long id) {
        return node.fromSession(session -> session.find(Patient.class, id).birthDate);
    }

    private static List<Long> find(SessionFactory node, LocalDate born) {
        return node.fromSession(session -> session.createQuery(
                        "select p.id from Patient p where p.birthDate = :x order by p.id", Long.class)
                .setParameter("x", born)
                .list());
    }

    private SessionFactory node(MigrationPhase phase) {
        return start("none", phase, Patient.class);
    }

    private SessionFactory start(String action, MigrationPhase phase, Class<?> entity) {
        TestFactory factory =
                TestFactory.of(entity).seal(seal).setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(factory::setting);
        if (phase != null) {
            Importer dates = TextImporter.of(seal.codecs().find(LocalDate.class).orElseThrow());
            factory.setting("columnseal.migration.patient.birth_date_sealed", phase);
            factory.setting("columnseal.importer.patient.birth_date_sealed", dates);
        }
        SessionFactory built = factory.build();
        factories.add(built);
        return built;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OldPatient {
        @Id
        long id;

        @Column(name = "birth_date")
        LocalDate birthDate;

        String note;

        OldPatient() {}

        OldPatient(long id, LocalDate birthDate) {
            this.id = id;
            this.birthDate = birthDate;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted(context = "patient.birth_date") @BlindIndex(column = "birth_date_bidx")
        @Column(name = "birth_date_sealed")
        LocalDate birthDate;

        Patient() {}

        Patient(long id, LocalDate birthDate) {
            this.id = id;
            this.birthDate = birthDate;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class FinalPatient {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Column(name = "birth_date")
        LocalDate birthDate;
    }
}
