package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.DecryptionException;
import io.columnseal.ImportException;
import io.columnseal.InvalidValueException;
import io.columnseal.QueryRefusedException;
import io.columnseal.Storage;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.cipher.SealedValue;
import io.columnseal.codec.Codecs;
import io.columnseal.codec.ValueCodec;
import io.columnseal.key.LogOperation;
import io.columnseal.migrate.FernetImporter;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.ColumnDrift;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.MigratedColumn;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.MigrationReport;
import io.columnseal.reencrypt.QuarantinedValue;
import io.columnseal.reencrypt.Undecryptable.Reason;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A text column that an older release filled is sealed in place, phase by phase, nodes of both side by side on one database. */
@Timeout(300)
abstract class MigrationTest {

    private static final String NORTH = "north";
    private static final String SOUTH = "south";

    private final ColumnSeal seal = TestFactory.seal();
    private final Map<String, Object> database = server().create();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final SessionFactory old = start("create", null, OldPatient.class);
    private final HikariDataSource pool = FactoryDatabase.open(old);

    private Importer importer;

    abstract TestDatabase server();

    @AfterEach
    void stop() {
        pool.close();
        factories.forEach(SessionFactory::close);
        seal.close();
    }

    @Test
    void preparedNodesReadWhatTheOldReleaseWroteAndWriteWhatItReads() {
        persistOld(1, NORTH, "Müller 1 ");
        SessionFactory prepared = node(MigrationPhase.PREPARE);

        assertThat(ssn(prepared, NORTH, 1)).isEqualTo("Müller 1 ");
        persist(prepared, NORTH, new Patient(2, "abc"));

        assertThat(oldRow(NORTH, 2).ssn).isEqualTo("abc");
        assertThat(oldRow(NORTH, 2).status).isEqualTo("OPEN");
        assertThat(raw("ssn_bidx")).isEmpty();
    }

    @Test
    void nodesOfNeighbouringPhasesReadWhatEachOtherWrites() {
        SessionFactory prepared = node(MigrationPhase.PREPARE);
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persist(prepared, NORTH, new Patient(1, "one"));
        persist(sealing, NORTH, new Patient(2, "two"));

        assertThat(ssn(sealing, NORTH, 1)).isEqualTo("one");
        assertThat(ssn(prepared, NORTH, 2)).isEqualTo("two");
        assertThat(ssn(sealing, NORTH, 2)).isEqualTo("two");
        assertThat(raw("ssn").get(1)).startsWith("A").isNotEqualTo("two");

        change(prepared, 2, "two again");
        change(sealing, 1, "one again");

        assertThat(raw("ssn").get(1)).isEqualTo("two again");
        assertThat(raw("ssn_bidx")).hasSize(1);
        assertThat(ssn(prepared, NORTH, 1)).isEqualTo("one again");
        assertThat(ssn(sealing, NORTH, 2)).isEqualTo("two again");
    }

    @Test
    void theExportedCatalogueSaysHowFarColumnsAre() {
        SessionFactory sealing = node(MigrationPhase.SEAL);

        assertThat(SealedColumns.of(sealing).catalogue().migrations())
                .filteredOn(migration -> migration.column().equals("ssn"))
                .singleElement()
                .satisfies(migration -> {
                    assertThat(migration.phase()).isEqualTo("SEAL");
                    assertThat(migration.imported()).isFalse();
                });
    }

    @Test
    void readingDoesNotWrite() {
        persistOld(1, NORTH, "one");
        SessionFactory sealing = node(MigrationPhase.SEAL);

        in(sealing, NORTH, session -> session.find(Patient.class, 1L));

        assertThat(raw("ssn")).containsExactly("one");
    }

    @Test
    void lookupsFindRowsWhetherOrNotTheyAreSealed() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persistOld(1, NORTH, "same");
        persistOld(2, NORTH, "other");
        persist(sealing, NORTH, new Patient(3, "same"));
        persist(sealing, NORTH, new Patient(4, "another"));
        persistOld(5, SOUTH, "same");
        persist(sealing, SOUTH, new Patient(6, "same"));
        persist(sealing, NORTH, new Patient(7, null));

        for (SessionFactory node : List.of(sealing, node(MigrationPhase.PREPARE), node(MigrationPhase.BACKFILL))) {
            assertThat(find(node, "p.ssn = :x", "same")).containsExactly(1L, 3L);
            assertThat(find(node, ":x = p.ssn", "other")).containsExactly(2L);
            assertThat(find(node, "p.ssn in (:x, 'another')", "other")).containsExactly(2L, 4L);
            assertThat(find(node, "p.ssn <> :x", "same")).containsExactly(2L, 4L);
            assertThat(find(node, "not (p.ssn = :x)", "same")).containsExactly(2L, 4L);
            assertThat(find(node, "p.ssn not in (:x, 'other')", "same")).containsExactly(4L);
            assertThat(find(node, "p.ssn = :x or p.id = 7", "same")).containsExactly(1L, 3L, 7L);
            assertThat(find(node, "p.id < 3 and p.ssn = :x", "same")).containsExactly(1L);
            assertThat(find(node, "p.ssn is null and :x = 'same'", "same")).containsExactly(7L);
        }
    }

    @Test
    void noLookupFindsARowByItsCiphertext() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persist(sealing, NORTH, new Patient(1, "one"));
        String stored = raw("ssn").get(0);
        RawRows.update(old, "update patient set ssn_bidx = null");

        assertThat(find(sealing, "p.ssn = :x", stored)).isEmpty();
    }

    @Test
    void bulkStatementsFindAndWriteBoth() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persistOld(1, NORTH, "same");
        persist(sealing, NORTH, new Patient(2, "same"));

        int changed = in(
                sealing,
                NORTH,
                session -> session.createMutationQuery("update Patient p set p.ssn = 'new' where p.ssn = :x")
                        .setParameter("x", "same")
                        .executeUpdate());

        assertThat(changed).isEqualTo(2);
        assertThat(find(sealing, "p.ssn = :x", "new")).containsExactly(1L, 2L);
        assertThat(raw("ssn"))
                .allSatisfy(stored -> assertThat(SealedValue.fromText(stored)).isPresent());
    }

    @Test
    void valuesOfTwoRowsAreNotComparedMeanwhile() {
        SessionFactory sealing = node(MigrationPhase.SEAL);

        assertThatThrownBy(() ->
                        find(sealing, "exists (from Patient q where q.ssn = p.ssn and q.id <> p.id) and :x = 'x'", "x"))
                .isInstanceOf(QueryRefusedException.class);
    }

    @Test
    void theBackfillSealsEveryRowForItsTenantWithItsIndexValue() {
        for (int i = 1; i <= 25; i++) {
            persistOld(i, i % 2 == 0 ? SOUTH : NORTH, "value " + i);
        }
        SessionFactory node = node(MigrationPhase.BACKFILL);
        persist(node, NORTH, new Patient(26, "sealed"));
        assertThat(drift(node, "ssn")).isEqualTo(new ColumnDrift("patient", "ssn", MigrationPhase.BACKFILL, 25, 1, 0));

        MigrationReport report = SealedColumns.of(node)
                .migration(pool)
                .pageSize(4)
                .by("j.doe", "test")
                .seal();

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(50);
        assertThat(report.conflicts()).isZero();
        assertThat(drift(node, "ssn")).isEqualTo(new ColumnDrift("patient", "ssn", MigrationPhase.BACKFILL, 0, 26, 0));
        assertThat(drift(node, "status").unsealed()).isZero();
        assertThat(seal.audit().entries(0, 1000))
                .anySatisfy(entry -> assertThat(entry.entry().operation()).isEqualTo(LogOperation.MIGRATE));

        SessionFactory strict = node(MigrationPhase.STRICT);
        assertThat(ssn(strict, SOUTH, 2)).isEqualTo("value 2");
        assertThat(row(strict, SOUTH, 2).status).isEqualTo(Status.OPEN);
        assertThat(find(strict, "p.ssn = :x", "value 3")).containsExactly(3L);
        assertThat(find(strict, "p.ssn = :x", "value 2")).isEmpty();
        assertThat(find(node, "p.ssn = :x", "value 3")).containsExactly(3L);
    }

    @Test
    void aBackfillThatWasStoppedGoesOnWhereItWas() {
        for (int i = 1; i <= 20; i++) {
            persistOld(i, NORTH, "value " + i);
        }
        SessionFactory node = node(MigrationPhase.BACKFILL);
        InMemoryRunStore runs = new InMemoryRunStore();
        AtomicInteger pages = new AtomicInteger();

        MigrationReport stopped = SealedColumns.of(node)
                .migration(pool)
                .pageSize(5)
                .rememberedIn(runs, "run")
                .stopWhen(() -> pages.get() >= 2)
                .listener(progress -> pages.incrementAndGet())
                .seal();
        MigrationReport resumed = SealedColumns.of(node)
                .migration(pool)
                .pageSize(5)
                .rememberedIn(runs, "run")
                .seal();

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.written()).isBetween(10L, 20L);
        assertThat(resumed.complete()).isTrue();
        assertThat(stopped.written() + resumed.written()).isEqualTo(40);
    }

    @Test
    void aConcurrentWriterWins() {
        for (int i = 1; i <= 3; i++) {
            persistOld(i, NORTH, "value " + i);
        }
        SessionFactory node = node(MigrationPhase.BACKFILL);
        List<MigratingColumn> column = SealedColumns.of(node).list().stream()
                .filter(each -> each.column().equals("ssn"))
                .map(each -> new MigratingColumn(each, MigrationPhase.BACKFILL, null))
                .toList();

        // Between reading the row and writing it; a blank at the end is a change, too
        MigrationReport report = seal.migration(pool, column, (any, index, value) -> {
                    if (new String(value, StandardCharsets.UTF_8).equals("value 2")) {
                        RawRows.update(old, "update patient set ssn = ? where id = 2", "value 2 ");
                    }
                    return new byte[][] {value.clone()};
                })
                .seal();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.remaining()).isEqualTo(1);
        assertThat(raw("ssn").get(1)).isEqualTo("value 2 ");
        assertThat(ssn(node, NORTH, 2)).isEqualTo("value 2 ");
    }

    @Test
    void plaintextThatLooksSealedUnderNoKnownKeyIsReadAndSealedOnlyWhenToldSo() {
        String lookalike = "AQ" + "x".repeat(58);
        assertThat(SealedValue.fromText(lookalike)).isPresent();
        persistOld(1, NORTH, lookalike);
        persistOld(2, NORTH, "AQAppendectomy of the patient");
        SessionFactory node = node(MigrationPhase.BACKFILL);

        assertThat(ssn(node, NORTH, 1)).isEqualTo(lookalike);
        assertThat(find(node, "p.ssn = :x", lookalike)).containsExactly(1L);
        assertThat(drift(node, "ssn").lookalikes()).isEqualTo(1);
        InMemoryRunStore runs = new InMemoryRunStore();
        MigrationReport careful =
                SealedColumns.of(node).migration(pool).rememberedIn(runs, "run").seal();

        assertThat(careful.remaining()).isEqualTo(1);
        assertThat(runs.quarantine("run", 10))
                .singleElement()
                .satisfies(value -> assertThat(value.key()).isNull())
                .extracting(QuarantinedValue::column, QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactly("ssn", "1", Reason.UNKNOWN_KEY);
        assertThat(SealedColumns.of(node)
                        .migration(pool)
                        .sealingLookalikes()
                        .seal()
                        .complete())
                .isTrue();
        assertThat(ssn(node(MigrationPhase.STRICT), NORTH, 1)).isEqualTo(lookalike);
    }

    @Test
    void aSealedValueThatDoesNotOpenIsNeverPlaintext() {
        SessionFactory prepared = node(MigrationPhase.PREPARE);
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persist(sealing, NORTH, new Patient(1, "one"));
        String stored = raw("ssn").get(0);
        List<String> damaged = List.of(
                stored.substring(0, stored.length() - 4) + (stored.endsWith("AAAA") ? "BBBB" : "AAAA"),
                stored.substring(0, 12),
                stored.substring(0, 30),
                stored + "=",
                stored.substring(0, 12) + " is what I wrote");

        for (String value : damaged) {
            RawRows.update(old, "update patient set ssn = ?", value);

            assertThatThrownBy(() -> ssn(prepared, NORTH, 1)).isInstanceOf(DecryptionException.class);
            assertThatThrownBy(() -> ssn(sealing, NORTH, 1)).isInstanceOf(DecryptionException.class);
            MigrationReport backfill = SealedColumns.of(node(MigrationPhase.BACKFILL))
                    .migration(pool)
                    .seal();
            assertThat(ofSsn(backfill).written()).isZero();
            MigrationReport back = SealedColumns.of(prepared).migration(pool).open();
            assertThat(ofSsn(back).stayed())
                    .singleElement()
                    .satisfies(stayed -> assertThat(stayed.reason()).isEqualTo(Reason.DOES_NOT_OPEN));
            assertThat(raw("ssn")).containsExactly(value);
        }
    }

    @Test
    void aBackfillThatLeavesASealedValueWhichDoesNotOpenIsNotComplete() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        for (int i = 1; i <= 6; i++) {
            persist(sealing, NORTH, new Patient(i, "sealed " + i));
        }
        persistOld(7, NORTH, "unsealed");
        String stored = raw("ssn").get(2);
        String damaged = stored.substring(0, 30) + (stored.charAt(30) == 'A' ? 'B' : 'A') + stored.substring(31);
        RawRows.update(old, "update patient set ssn = ? where id = 3", damaged);
        InMemoryRunStore runs = new InMemoryRunStore();
        SessionFactory node = node(MigrationPhase.BACKFILL);

        MigrationReport report = SealedColumns.of(node)
                .migration(pool)
                .pageSize(2)
                .rememberedIn(runs, "run")
                .seal();

        assertThat(report.complete()).isFalse();
        assertThat(report.remaining()).isZero();
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(ofSsn(report).written()).isEqualTo(1);
        assertThat(runs.quarantine("run", 10))
                .singleElement()
                .satisfies(value -> assertThat(value.key()).isNotNull())
                .extracting(QuarantinedValue::column, QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactly("ssn", "3", Reason.DOES_NOT_OPEN);
        assertThat(raw("ssn").get(2)).isEqualTo(damaged);

        RawRows.update(old, "update patient set ssn = ? where id = 3", stored);
        assertThat(SealedColumns.of(node).migration(pool).seal().complete()).isTrue();
    }

    @Test
    void aValueUnderAnotherTenantsKeyIsNotReadableForItsRow() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        persist(sealing, NORTH, new Patient(1, "one"));
        RawRows.update(old, "update patient set tenant = ?", SOUTH);

        MigrationReport report =
                SealedColumns.of(node(MigrationPhase.BACKFILL)).migration(pool).seal();

        assertThat(report.complete()).isFalse();
        assertThat(ofSsn(report).unreadable()).isEqualTo(1);
    }

    @Test
    void severalThreadsSealEveryRowOnce() {
        for (int i = 1; i <= 60; i++) {
            persistOld(i, i % 2 == 0 ? SOUTH : NORTH, "value " + i);
        }

        MigrationReport report = SealedColumns.of(node(MigrationPhase.BACKFILL))
                .migration(pool)
                .pageSize(4)
                .parallelism(3)
                .seal();

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(120);
        assertThat(report.conflicts()).isZero();
        SessionFactory strict = node(MigrationPhase.STRICT);
        for (int i = 1; i <= 60; i++) {
            assertThat(ssn(strict, i % 2 == 0 ? SOUTH : NORTH, i)).isEqualTo("value " + i);
        }
    }

    @Test
    void nothingIsStoredUnsealedThatWouldReadAsSealed() {
        SessionFactory prepared = node(MigrationPhase.PREPARE);
        persist(node(MigrationPhase.SEAL), NORTH, new Patient(1, "one"));
        String header = raw("ssn").get(0).substring(0, 12);

        assertThatThrownBy(() -> persist(prepared, NORTH, new Patient(2, header + "!")))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void strictReadingRefusesWhatIsNotSealed() {
        node(MigrationPhase.PREPARE);
        persistOld(1, NORTH, "one");

        assertThatThrownBy(() -> ssn(node(MigrationPhase.STRICT), NORTH, 1)).isInstanceOf(DecryptionException.class);
        assertThatThrownBy(() -> ssn(node(null), NORTH, 1)).isInstanceOf(DecryptionException.class);
    }

    @Test
    void theWayBackLeavesWhatTheOldReleaseReads() {
        for (int i = 1; i <= 10; i++) {
            persistOld(i, i % 2 == 0 ? SOUTH : NORTH, "ä " + i);
        }
        SealedColumns.of(node(MigrationPhase.BACKFILL)).migration(pool).seal();
        SessionFactory prepared = node(MigrationPhase.PREPARE);

        MigrationReport report =
                SealedColumns.of(prepared).migration(pool).pageSize(3).open();

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(20);
        assertThat(raw("ssn_bidx")).isEmpty();
        assertThat(oldRow(SOUTH, 2).ssn).isEqualTo("ä 2");
        assertThat(oldRow(SOUTH, 2).status).isEqualTo("OPEN");
        assertThat(ssn(prepared, NORTH, 3)).isEqualTo("ä 3");
    }

    @Test
    void whatAnotherLibrarySealedIsReadSealedAnewAndPutBack() {
        importer = FernetImporter.of("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
        String token =
                "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
        persistOld(1, NORTH, token);
        persistOld(2, NORTH, "no token");
        SessionFactory node = node(MigrationPhase.BACKFILL);

        assertThat(ssn(node, NORTH, 1)).isEqualTo("hello");
        assertThatThrownBy(() -> ssn(node, NORTH, 2)).isInstanceOf(ImportException.class);
        MigratedColumn sealed = ofSsn(SealedColumns.of(node).migration(pool).seal());
        assertThat(sealed.written()).isEqualTo(1);
        assertThat(sealed.stayed())
                .singleElement()
                .satisfies(stayed -> assertThat(stayed.reason()).isEqualTo(Reason.NOT_IMPORTED));
        assertThat(raw("ssn").get(1)).isEqualTo("no token");
        assertThat(find(node(MigrationPhase.STRICT), "p.ssn = :x", "hello")).containsExactly(1L);

        SessionFactory prepared = node(MigrationPhase.PREPARE);
        SealedColumns.of(prepared).migration(pool).open();
        assertThat(raw("ssn").get(0)).startsWith("gAAAAA").isNotEqualTo(token);
        assertThat(ssn(prepared, NORTH, 1)).isEqualTo("hello");
        persist(prepared, NORTH, new Patient(3, "new"));
        assertThat(raw("ssn").get(2)).startsWith("gAAAAA");
        assertThat(ssn(prepared, NORTH, 3)).isEqualTo("new");
    }

    @Test
    void whatAnImporterOpensAndTheAttributeCannotHoldStays() {
        importer = (stored, tenant) -> new byte[] {(byte) 0xFF};
        persistOld(1, NORTH, "another library's");
        SessionFactory node = node(MigrationPhase.BACKFILL);

        MigratedColumn column = ofSsn(SealedColumns.of(node).migration(pool).seal());

        assertThat(column.complete()).isFalse();
        assertThat(column.stayed())
                .singleElement()
                .satisfies(stayed -> assertThat(stayed.reason()).isEqualTo(Reason.NOT_IMPORTED));
        assertThat(raw("ssn")).containsExactly("another library's");
    }

    @Test
    @SuppressWarnings("unchecked")
    void aConverterThatEncryptedSoFarIsAnImporter() {
        importer = ConverterImporter.ofTexts(
                new Reversing(),
                Codecs.standard()
                        .find(String.class)
                        .map(codec -> (ValueCodec<String>) codec)
                        .orElseThrow());
        persistOld(1, NORTH, "cba");
        SessionFactory node = node(MigrationPhase.BACKFILL);

        assertThat(ssn(node, NORTH, 1)).isEqualTo("abc");
        assertThat(ofSsn(SealedColumns.of(node).migration(pool).seal()).written())
                .isEqualTo(1);
        assertThat(ssn(node(MigrationPhase.STRICT), NORTH, 1)).isEqualTo("abc");
        SealedColumns.of(node(MigrationPhase.PREPARE)).migration(pool).open();
        assertThat(raw("ssn")).containsExactly("cba");
    }

    @Test
    void runsAskForTheirPhase() {
        SessionFactory sealing = node(MigrationPhase.SEAL);

        assertThatThrownBy(() -> SealedColumns.of(sealing).migration(pool).seal())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("BACKFILL");
        assertThatThrownBy(() -> SealedColumns.of(sealing).migration(pool).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PREPARE");
    }

    @Test
    void nativeAccessReadsBoth() {
        SessionFactory sealing = node(MigrationPhase.SEAL);
        SealedColumnAccess access = SealedColumns.of(sealing).column(Patient.class, "ssn");
        persist(sealing, NORTH, new Patient(1, "one"));

        assertThat(access.open("plain")).isEqualTo("plain");
        assertThat(access.open(raw("ssn").get(0))).isEqualTo("one");
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationPhase.class,
            names = {"PREPARE", "SEAL", "BACKFILL"})
    void nativeLookupsThatWouldMissRowsAreRefused(MigrationPhase phase) {
        SealedColumnAccess access = SealedColumns.of(node(phase)).column(Patient.class, "ssn");

        assertThatThrownBy(() -> access.lookupValues("one"))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("in migration")
                .hasMessageContaining("through Hibernate");
    }

    @Test
    void settingsThatNameNothingAreRefused() {
        assertRefused("columnseal.migration.patient.snn", "patient.ssn", () -> started("patient.snn", "seal"));
        assertRefused("columnseal.migration.patient.ssn", "prepare, seal", () -> started("patient.ssn", "2"));
    }

    @Test
    void columnsThatCannotHoldBothAreRefused() {
        assertThatThrownBy(() -> TestFactory.of(Dated.class)
                        .setting("columnseal.migration.dated.born", "seal")
                        .build())
                .hasRootCauseInstanceOf(UnsupportedMappingException.class)
                .rootCause()
                .hasMessageContaining("born");
        assertThatThrownBy(() -> TestFactory.of(Prefixed.class)
                        .setting("columnseal.migration.prefixed.name", "seal")
                        .build())
                .hasRootCauseInstanceOf(UnsupportedMappingException.class)
                .rootCause()
                .hasMessageContaining("name");
    }

    private static void assertRefused(String setting, String remedy, ThrowingCallable start) {
        assertThat(root(catchThrowable(start)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(remedy);
    }

    private static Throwable root(Throwable error) {
        return error.getCause() == null ? error : root(error.getCause());
    }

    private static void started(String name, String phase) {
        TestFactory.of(Patient.class)
                .setting("columnseal.migration." + name, phase)
                .build()
                .close();
    }

    private SessionFactory node(MigrationPhase phase) {
        return start("update", phase, Patient.class);
    }

    private SessionFactory start(String action, MigrationPhase phase, Class<?> entity) {
        TestFactory factory = TestFactory.of(entity)
                .seal(seal)
                .setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver())
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(factory::setting);
        if (phase != null) {
            factory.setting("columnseal.migration.patient.ssn", phase.name().toLowerCase(Locale.ROOT));
            factory.setting("columnseal.migration.patient.status", phase);
            if (importer != null) {
                factory.setting("columnseal.importer.patient.ssn", importer);
            }
        }
        SessionFactory built = factory.build();
        factories.add(built);
        return built;
    }

    private static MigratedColumn ofSsn(MigrationReport report) {
        return report.columns().stream()
                .filter(column -> column.column().column().equals("ssn"))
                .findFirst()
                .orElseThrow();
    }

    private ColumnDrift drift(SessionFactory node, String column) {
        return SealedColumns.of(node).migration(pool).drift().stream()
                .filter(drift -> drift.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private void persistOld(long id, String tenant, String ssn) {
        inSession(old, tenant, session -> session.persist(new OldPatient(id, ssn)));
    }

    private static void persist(SessionFactory node, String tenant, Patient patient) {
        inSession(node, tenant, session -> session.persist(patient));
    }

    private static String ssn(SessionFactory node, String tenant, long id) {
        return row(node, tenant, id).ssn;
    }

    private static Patient row(SessionFactory node, String tenant, long id) {
        return in(node, tenant, session -> session.find(Patient.class, id));
    }

    private OldPatient oldRow(String tenant, long id) {
        return in(old, tenant, session -> session.find(OldPatient.class, id));
    }

    private static List<Long> find(SessionFactory node, String condition, String value) {
        return in(
                node,
                NORTH,
                session -> session.createQuery(
                                "select p.id from Patient p where " + condition + " order by p.id", Long.class)
                        .setParameter("x", value)
                        .list());
    }

    private static void change(SessionFactory node, long id, String ssn) {
        inSession(node, NORTH, session -> session.find(Patient.class, id).ssn = ssn);
    }

    private static void inSession(SessionFactory node, String tenant, Consumer<Session> work) {
        in(node, tenant, session -> {
            work.accept(session);
            return null;
        });
    }

    private static <T> T in(SessionFactory node, String tenant, Function<Session, T> work) {
        try (Session session =
                node.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            return TestFactory.fromTransaction(session, work);
        }
    }

    /** In the order of the rows. */
    private List<String> raw(String column) {
        return RawRows.query(old, "select " + column + " from patient where " + column + " is not null order by id")
                .stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    /** Stands for one that encrypts. */
    static final class Reversing implements AttributeConverter<String, String> {

        @Override
        public String convertToDatabaseColumn(String value) {
            return new StringBuilder(value).reverse().toString();
        }

        @Override
        public String convertToEntityAttribute(String stored) {
            return new StringBuilder(stored).reverse().toString();
        }
    }

    enum Status {
        OPEN,
        CLOSED
    }

    /** As it was before. */
    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OldPatient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Column(length = 300)
        String ssn;

        @Column(length = 300)
        String status = "OPEN";

        OldPatient() {}

        OldPatient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        @Column(length = 20)
        String ssn;

        @Encrypted(storage = Storage.TEXT) @Column(length = 20)
        Status status = Status.OPEN;

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Dated")
    @Table(name = "dated")
    static class Dated {
        @Id
        long id;

        @Encrypted LocalDate born;
    }

    @Entity(name = "Prefixed")
    @Table(name = "prefixed")
    static class Prefixed {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex(prefix = 3)
        String name;
    }
}
