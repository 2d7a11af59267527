package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.BackupException;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyRejectedException;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KekStatus;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyPage;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import io.columnseal.key.RestoreReport;
import io.columnseal.key.RestoreReport.Change;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.KeyDestruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One row that somebody edited so that it is none costs one tenant its key, until it is restored, and nobody else anything. */
class MalformedKeyRowTest {

    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final List<String> TENANTS = List.of("clinic-1", "clinic-2", "clinic-3");

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final Map<String, byte[]> sealed = new LinkedHashMap<>();

    @TempDir
    private Path temporary;

    private Path directory;
    private ColumnSeal seal;
    private String broken;

    @BeforeEach
    void sealValues() {
        directory = temporary.resolve("backups");
        JdbcDataKeyStore.on(dataSource).createSchema();
        seal = start(LocalKms.fromHex(LeakedKek.OLD));
        TENANTS.forEach(tenant -> sealed.put(tenant, seal.fields().encrypt(context(tenant), PLAINTEXT)));
        broken = seal.keys().history("clinic-2").get(0).id().toString();
    }

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void rotatesAllOthersAndNamesItsTenant() {
        malform();

        KeyRotationReport report = seal.keys().rotateAll("j.doe", "yearly");

        assertThat(report.rotated()).extracting(KeyInfo::tenant).containsExactlyInAnyOrder("clinic-1", "clinic-3");
        assertThat(report.failures())
                .extracting(KeyRotationReport.Failure::tenant)
                .containsExactly("clinic-2");
        assertThat(report.failures().get(0).error())
                .isInstanceOf(KeyRejectedException.class)
                .hasMessageContaining(broken);
        assertThat(report.complete()).isFalse();
    }

    /** What rotates by a schedule tries the tenant again, until somebody brings its row back. */
    @Test
    void namesTheKeysThatAreDueWithoutIt() {
        malform();

        assertThat(seal.keys().needsRotation(Duration.ZERO))
                .extracting(KeyInfo::tenant)
                .containsExactlyInAnyOrder("clinic-1", "clinic-3");
    }

    @Test
    void backsUpAllOthersAndSaysThatOneIsMissing() {
        Backups backups = seal.backups(directory);
        backups.create("whole", "j.doe", "before");
        String older = backups.create("j.doe", "before").name();
        malform();

        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> backups.create("nightly", "j.doe", "nightly"))
                .withMessageContaining(broken)
                .withMessageContaining("incomplete");

        KeySnapshot snapshot = backups.verify("nightly");
        assertThat(snapshot.complete()).isFalse();
        assertThat(snapshot.leftOut()).containsExactly(broken);
        assertThat(snapshot.tenants()).contains("clinic-1", "clinic-3").doesNotContain("clinic-2");
        assertThat(backups.verify("whole").complete()).isTrue();
        assertThatExceptionOfType(BackupException.class).isThrownBy(() -> backups.create("j.doe", "nightly"));
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> backups.keepNewest(1, "j.doe", "nightly"))
                .withMessageContaining(broken);
        assertThat(backups.list()).extracting(backup -> backup.name()).contains(older);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'ACTIV'",
                "suite = ''",
                "key_usage = 'FIELDS'",
                "version = 0",
                "version = -7, state = 'ACTIV'",
                "tenant = X'00', state = ''"
            })
    void isBroughtBackByABackup(String edit) {
        Backups backups = seal.backups(directory);
        backups.create("whole", "j.doe", "before");
        edit(edit);

        RestoreReport report = backups.restore("whole", "j.doe", "edited");

        assertThat(report.changes())
                .filteredOn(change -> change.key().id().toString().equals(broken))
                .extracting(Change::outcome)
                .containsExactly(Outcome.REPAIRED);
        assertThat(report.complete()).isTrue();
        assertEverythingOpens();
        assertThat(seal.fields().encrypt(context("clinic-2"), PLAINTEXT)).isNotNull();
        assertThat(seal.health().findings())
                .extracting(HealthFinding::kind)
                .doesNotContain(Kind.MALFORMED_KEY_ROW, Kind.EDITED_KEY_ROW);
    }

    @Test
    void staysAsItIsWhereNoRowCanFollowIt() {
        Backups backups = seal.backups(directory);
        backups.create("whole", "j.doe", "before");
        edit("state = 'ACTIV', revision = 0");

        RestoreReport report = backups.restore("whole", "j.doe", "edited");

        assertThat(report.of(Outcome.CONFLICT))
                .extracting(change -> change.key().id().toString())
                .containsExactly(broken);
        assertThat(report.malformed()).containsExactly(broken);
    }

    @Test
    void isNamedByARestoreThatDoesNotBringItBack() {
        malform();
        Backups backups = seal.backups(directory);
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> backups.create("nightly", "j.doe", "nightly"));

        assertThat(backups.plan("nightly").malformed()).containsExactly(broken);
        RestoreReport report = backups.restore("nightly", "j.doe", "test");

        assertThat(report.malformed()).containsExactly(broken);
        assertThat(report.complete()).isFalse();
        tables.update("delete from data_encryption_keys where id = ?", broken);
        assertThat(backups.plan("nightly").malformed())
                .as("nobody has it any more")
                .containsExactly(broken);
    }

    /** Another row is in its place then, of which nobody can say whose it is. */
    @Test
    void keepsNoOtherKeyFromComingBackWhereItsIdIsNone() {
        Backups backups = seal.backups(directory);
        backups.create("whole", "j.doe", "before");
        edit("id = 'ZZZZZZZZZZZZZZZZ'");
        tables.update(
                "delete from data_encryption_keys where id = ?",
                seal.keys().history("clinic-3").get(0).id().toString());

        RestoreReport report = backups.restore("whole", "j.doe", "edited");

        assertThat(report.changes())
                .extracting(change -> change.key().tenant(), Change::outcome)
                .contains(tuple("clinic-3", Outcome.ADDED), tuple("clinic-2", Outcome.CONFLICT));
        assertThat(report.malformed()).containsExactly("ZZZZZZZZZZZZZZZZ");
        assertThat(seal.fields().decrypt(context("clinic-3"), sealed.get("clinic-3")))
                .isEqualTo(PLAINTEXT);
    }

    @Test
    void rewrapsAllOthersAndLetsNoKekGo() {
        malform();
        seal.close();
        seal = start(LeakedKek.rotated());

        RewrapReport report = seal.keks().rewrap("j.doe", "new master key");

        KekStatus status = report.status();
        assertThat(report.rewrapped()).isEqualTo(3);
        assertThat(report.complete()).isFalse();
        assertThat(status.malformed()).containsExactly(broken);
        assertThat(status.outstanding()).isZero();
        assertThat(status.total()).isEqualTo(4);
        assertThat(status.isUnused(LeakedKek.OLD_ID)).isFalse();
        assertThat(status)
                .hasToString("0 of 4 data keys are not under " + LeakedKek.NEW_ID
                        + ", 1 have rows that do not authenticate");
    }

    @Test
    void answersTheLeakOfAKekForAllOthers() {
        malform();
        seal.close();
        seal = start(LeakedKek.rotated());

        KekCompromiseReport report = seal.keks().markCompromised(LeakedKek.OLD_ID, "j.doe", "leaked");

        assertThat(report.marked()).extracting(KeyInfo::tenant).containsExactlyInAnyOrder("clinic-1", "clinic-3");
        assertThat(report.rewrap().status().malformed()).containsExactly(broken);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void isACriticalFinding() {
        malform();

        assertThat(seal.health().findings())
                .filteredOn(finding -> finding.kind() == Kind.MALFORMED_KEY_ROW)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(finding.message()).contains(broken).doesNotContain("clinic");
                });
        assertThat(seal.health().findings()).extracting(HealthFinding::kind).doesNotContain(Kind.UNCHECKED);
    }

    @Test
    void keepsNoOtherKeyFromItsErasure() {
        Instant[] now = {Instant.parse("2026-11-28T00:00:00Z")};
        DataKeyStore edited = new ForwardingStore(new InMemoryDataKeyStore()) {
            @Override
            public KeyPage page(KeyId after, int limit) {
                KeyPage page = super.page(after, limit);
                MalformedKeyRow row = new MalformedKeyRow("000000000000000z", "", KeyUsage.FIELD, 1, 1, false);
                return new KeyPage(page.rows(), List.of(row), page.next());
            }
        };
        InstantSource clock = () -> now[0];
        try (ColumnSeal other = builder(new TestKms(), edited)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build();
                LogCapture log = new LogCapture()) {
            other.columnFields().encrypt(context("clinic-1"), PLAINTEXT);
            KeyId old = other.keys().history("clinic-1").get(0).id();
            other.keys().rotate("clinic-1", "j.doe", "yearly");
            KeyDestruction destruction =
                    other.keyDestruction(dataSource, new ColumnCatalogue("application", List.of()));
            destruction.destroy(List.of(old), "j.doe", "replaced");
            now[0] = now[0].plus(Duration.ofHours(3));
            destruction.destroy(List.of(old), "j.doe", "replaced");
            now[0] = now[0].plus(Duration.ofDays(30));

            assertThat(other.keys().eraseDue("system", "waited"))
                    .extracting(KeyInfo::id)
                    .containsExactly(old);
            assertThat(log.lines()).anyMatch(line -> line.contains("000000000000000z"));
        }
    }

    /** Of a tenant that has others: its key is lost, and not what is done with those. */
    @Test
    void keepsNothingFromTheOtherKeysOfItsTenant() {
        seal.keys().rotate("clinic-2", "j.doe", "yearly");
        malform();

        KeyInfo third = seal.keys().rotate("clinic-2", "j.doe", "leaked?");
        assertThat(third.version()).isEqualTo(3);
        assertThat(seal.keys().markCompromised(third.id(), "j.doe", "leaked").state())
                .isEqualTo(KeyState.COMPROMISED);
        assertLeftOut(() -> seal.keys().suspend("clinic-2", "j.doe", "dispute"), "are suspended");
        assertThat(states("clinic-2")).containsOnly("SUSPENDED", "ACTIV");
        assertLeftOut(() -> seal.keys().resume("clinic-2", "j.doe", "settled"), "are resumed");
        assertThat(states("clinic-2")).containsExactly("ACTIVE", "COMPROMISED", "RETIRED", "ACTIV");
        assertThat(seal.fields().encrypt(context("clinic-2"), PLAINTEXT)).isNotNull();
        assertLeftOut(() -> seal.keys().shred("clinic-2", "j.doe", "article 17"), "are erased");
        assertThat(states("clinic-2")).containsOnly("DESTROYED", "ACTIV");
    }

    /** And of another usage, which is asked for what the log knows of the tenant. */
    @Test
    void keepsNoKeyOfAnotherUsageFromItsRotation() {
        seal.keys().rotateFiles("clinic-2", "j.doe", "first");
        KeyInfo files = seal.keys().fileHistory("clinic-2").get(0);
        assertThat(tables.update(
                        "update data_encryption_keys set state = 'ACTIV' where id = ?",
                        files.id().toString()))
                .isEqualTo(1);

        assertThat(seal.keys().rotate("clinic-2", "j.doe", "yearly").version()).isEqualTo(2);
    }

    /** Nothing starts without it, and whoever restores it has nothing but the master key. */
    @ParameterizedTest
    @ValueSource(strings = {"state = 'ACTIV'", "state = 'ACTIV', active_slot = null", "key_usage = 'SYSTEMS'"})
    void isBroughtBackThoughItIsThatOfTheSystemKey(String edit) {
        seal.backups(directory).create("whole", "j.doe", "before");
        seal.close();
        tables.update(
                "update data_encryption_keys set " + edit + " where tenant = ?",
                "system".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(ColumnSealException.class).isThrownBy(() -> start(LocalKms.fromHex(LeakedKek.OLD)));
        LocalKms kms = LocalKms.fromHex(LeakedKek.OLD);

        RestoreReport report = new BackupRestore(Environment.TEST, JdbcDataKeyStore.on(dataSource), kms, directory)
                .restore("whole", Set.of(), "j.doe", "edited");

        assertThat(report.of(Outcome.REPAIRED)).hasSize(1);
        assertThat(report.complete()).isTrue();
        seal = start(kms);
        assertEverythingOpens();
    }

    /** A key that became active since, and is none now, holds its place: the database takes no second one. */
    @Test
    void keepsNoOtherTenantsKeysFromComingBackWhereItHoldsThePlaceOfTheActiveOne() {
        Backups backups = seal.backups(directory);
        backups.create("whole", "j.doe", "before");
        String since = seal.keys().rotate("clinic-2", "j.doe", "yearly").id().toString();
        tables.update(
                "update data_encryption_keys set state = 'X' where tenant = ?",
                "clinic-2".getBytes(StandardCharsets.UTF_8));
        tables.update(
                "delete from data_encryption_keys where id = ?",
                seal.keys().history("clinic-3").get(0).id().toString());

        RestoreReport report = backups.restore("whole", "j.doe", "edited");

        assertThat(report.changes())
                .extracting(change -> change.key().tenant(), Change::outcome)
                .contains(tuple("clinic-3", Outcome.ADDED), tuple("clinic-2", Outcome.REPAIRED));
        assertThat(report.malformed()).containsExactly(since);
        assertThat(states("clinic-2")).containsExactly("X", "RETIRED");
        assertEverythingOpens();
    }

    private void assertLeftOut(ThrowingCallable operation, String done) {
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(operation)
                .withMessageContaining(broken)
                .withMessageContaining(done);
    }

    /** Newest first, as they stand in the table. */
    private List<String> states(String tenant) {
        Object states = tables.value(
                "select listagg(state, ',') within group (order by key_usage, version desc) from data_encryption_keys where"
                        + " tenant = ?",
                tenant.getBytes(StandardCharsets.UTF_8));
        return List.of(String.valueOf(states).split(","));
    }

    /** One whose id was edited as well may come with several pages. */
    @Test
    void isToldOfOnce() {
        MalformedKeyRow row = new MalformedKeyRow("000000000000000z", "", KeyUsage.FIELD, 1, 1, false);
        DataKeyStore store = new ForwardingStore(new InMemoryDataKeyStore()) {
            @Override
            public KeyPage page(KeyId after, int limit) {
                return new KeyPage(List.of(), List.of(row), after == null ? new KeyId(1) : null);
            }
        };
        List<MalformedKeyRow> told = new ArrayList<>();

        store.forEach(sound -> {}, told::add);

        assertThat(told).containsExactly(row);
    }

    private void malform() {
        edit("state = 'ACTIV'");
    }

    private void edit(String change) {
        assertThat(tables.update("update data_encryption_keys set " + change + " where id = ?", broken))
                .isEqualTo(1);
    }

    private void assertEverythingOpens() {
        for (String tenant : new TreeSet<>(sealed.keySet())) {
            assertThat(seal.fields().decrypt(context(tenant), sealed.get(tenant)))
                    .as(tenant)
                    .isEqualTo(PLAINTEXT);
        }
    }

    private static FieldContext context(String tenant) {
        return FieldContext.of(tenant, "patient.ssn");
    }

    private ColumnSeal start(Kms kms) {
        return builder(kms, JdbcDataKeyStore.on(dataSource)).build();
    }

    private static ColumnSealBuilder builder(Kms kms, DataKeyStore store) {
        return ColumnSeal.builder().environment(Environment.TEST).kms(kms).keyStore(store);
    }
}
