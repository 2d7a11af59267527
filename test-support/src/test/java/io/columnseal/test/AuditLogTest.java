package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.AuditException;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.TenantMismatchException;
import io.columnseal.audit.AuditArchive;
import io.columnseal.audit.AuditFinding;
import io.columnseal.audit.AuditFinding.Kind;
import io.columnseal.audit.AuditReport;
import io.columnseal.audit.JsonLine;
import io.columnseal.health.HealthFinding;
import io.columnseal.key.AccessLog;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.LogHead;
import io.columnseal.key.LoggedEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log against somebody who has the database but no key, whatever he does to the triggers. */
abstract class AuditLogTest {

    private static final String PLAINTEXT = "123-45-6789";
    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    private final TestKms kms = new TestKms();
    private final String prefix = JdbcStores.newPrefix();
    private final String log = prefix + "master_key_access_log";
    private final List<ColumnSeal> nodes = new ArrayList<>();
    private volatile Instant now = KeyRows.NOW;
    private KeyTables tables;
    private ColumnSeal seal;

    @TempDir
    Path directory;

    abstract DataSource dataSource();

    /** What an administrator runs who wants to edit the log, or to remove what was archived. */
    abstract List<String> switchOffTriggers(String prefix);

    /** What he runs afterwards. */
    abstract List<String> switchOnTriggers(String prefix);

    /** What else is refused on this database. */
    List<String> refusedStatements(String log) {
        return List.of();
    }

    @BeforeEach
    void writeSomeEntries() {
        tables = new KeyTables(dataSource());
        JdbcStores.empty(dataSource(), prefix);
        seal = node("node-1");
        seal.keys().initialize("clinic-1", "j.doe");
        seal.keys().rotate("clinic-1", "j.doe", "quarterly");
        seal.audit().flush();
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(ColumnSeal::close);
    }

    @Test
    void isWhole() {
        AuditReport report = seal.audit().verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.verified()).isEqualTo(count()).isGreaterThan(5);
        assertThat(report.head().sequence()).isEqualTo(count());
        assertThat(seal.audit().entries(0, 100))
                .allSatisfy(logged -> assertThat(logged.entry().origin()).isEqualTo("node-1"))
                .extracting(
                        logged -> logged.entry().operation(),
                        logged -> logged.entry().actor())
                .contains(tuple("GENERATE", "system"), tuple("UNWRAP", "j.doe"), tuple("ROTATE", "j.doe"));
    }

    @Test
    void refusesToBeEdited() {
        int entries = count();

        assertRefused("update " + log + " set actor = 'mallory' where id = 2");
        assertRefused("update " + log + " set actor = 'mallory'");
        assertRefused("delete from " + log + " where id = 2");
        assertRefused("delete from " + log);
        refusedStatements(log).forEach(this::assertRefused);

        assertThat(count()).isEqualTo(entries);
        assertThat(seal.audit().verify().isClean()).isTrue();
    }

    @Test
    void findsAnEntryThatWasEdited() {
        edit("update " + log + " set actor = 'mallory' where id = 3");

        assertFound(Kind.EDITED, 3, 3);
    }

    @Test
    void findsAnEntryThatWasEditedToNonsense() {
        edit("update " + log + " set operation = 'no operation', key_id = 'zzzz' where id = 3");

        assertFound(Kind.EDITED, 3, 3);
    }

    @Test
    void findsEveryEditedColumn() {
        for (String change : List.of(
                "occurred_at = occurred_at + 1",
                "success = not success",
                "occurrences = 7",
                "origin = null",
                "key_id = '0000000000000001'",
                "key_version = 9",
                "previous_version = 9",
                "kek_id = 'x'",
                "tenant = null",
                "context = 'x'",
                "reason = 'x'",
                "backup = 'x'",
                "error = 'x'",
                "previous_mac = mac")) {
            long id = seal.audit().verify().head().sequence();
            edit("update " + log + " set " + change + " where id = " + id);
            seal.keys().rotate("clinic-1", "j.doe", "next");

            assertThat(seal.audit().verify().findings())
                    .as(change)
                    .anySatisfy(finding -> assertThat(finding)
                            .returns(Kind.EDITED, AuditFinding::kind)
                            .returns(id, AuditFinding::first));
        }
    }

    @Test
    void findsEntriesThatAreMissing() {
        edit("delete from " + log + " where id in (3, 4)");

        assertFound(Kind.MISSING, 3, 4);
    }

    @Test
    void findsABeginningThatIsMissing() {
        edit("delete from " + log + " where id <= 2");

        assertFound(Kind.MISSING, 1, 2);
    }

    @Test
    void findsEntriesThatChangedPlaces() {
        edit(
                "update " + log + " set id = -3 where id = 3",
                "update " + log + " set id = 3 where id = 4",
                "update " + log + " set id = 4 where id = -3");

        assertThat(seal.audit().verify().findings())
                .extracting(AuditFinding::kind, AuditFinding::first, AuditFinding::problem)
                .containsExactly(
                        tuple(Kind.OUT_OF_ORDER, 3L, "it was written as entry 4"),
                        tuple(Kind.OUT_OF_ORDER, 4L, "it was written as entry 3"));
    }

    @Test
    void findsAnEntryThatWasMadeUp() {
        int end = count();
        JdbcDataKeyStore.on(dataSource())
                .withTablePrefix(prefix)
                .accessLog()
                .append(AccessLog.Entry.of("ROTATE", now, "j.doe").build());

        assertFound(Kind.UNLINKED, end + 1, end + 1);
    }

    @Test
    void findsAnEndThatIsMissing() {
        int end = count();
        edit("delete from " + log + " where id > 4");

        assertFound(Kind.MISSING, 5, end);
    }

    /** MariaDB and H2 ask no trigger. */
    @Test
    void findsThatItWasTruncated() {
        int end = count();
        edit("truncate table " + log);

        assertFound(Kind.MISSING, 1, end);
    }

    /** The counter is in the same database, so it can be turned back as well. */
    @Test
    void findsAnEndThatIsMissingByAHeadThatWasKeptElsewhere() {
        LogHead head = seal.audit().verify().head();
        edit("delete from " + log + " where id > 4", turnBackTo(4));
        ColumnSeal other = node("node-2");
        other.audit().flush();

        assertThat(other.audit().verify(LogHead.parse(head.toString())).findings())
                .anySatisfy(finding -> assertThat(finding.kind()).isIn(Kind.MISSING, Kind.REPLACED));
        assertThat(other.audit().verify().isClean()).as("without the head").isTrue();
    }

    @Test
    void aNodeNoticesThatItsEntriesAreGone() {
        edit("delete from " + log + " where id > 4", turnBackTo(4));

        seal.keys().rotate("clinic-1", "j.doe", "next");

        assertThat(seal.audit().verify().findings())
                .extracting(AuditFinding::kind)
                .contains(Kind.CUT);
        assertThat(seal.health().findings()).extracting(HealthFinding::kind).contains(HealthFinding.Kind.BROKEN_LOG);
    }

    @Test
    void findsAPartThatReplacesAnother() {
        edit("delete from " + log + " where id > 4", turnBackTo(4));
        ColumnSeal other = node("node-2");
        other.keys().rotate("clinic-1", "j.doe", "other");
        other.audit().flush();
        List<LoggedEntry> replacing = other.audit().entries(4, 100);
        LogHead fifth = replacing.get(0).head();

        assertThat(other.audit()
                        .verify(new LogHead(fifth.sequence(), new byte[32]))
                        .findings())
                .extracting(AuditFinding::kind, AuditFinding::first)
                .containsExactly(tuple(Kind.REPLACED, 5L));
    }

    /** Both are genuine, and their numbers fit. */
    @Test
    void findsAnEntryOfAnotherPast() {
        edit(
                "create table " + prefix + "past as select * from " + log,
                "delete from " + log + " where id > 4",
                turnBackTo(4));
        ColumnSeal other = node("node-2");
        other.keys().rotate("clinic-1", "j.doe", "other");
        other.audit().flush();
        edit(
                "delete from " + log + " where id = 6",
                "insert into " + log + " select * from " + prefix + "past where id = 6");

        assertThat(other.audit().verify().findings())
                .extracting(AuditFinding::kind, AuditFinding::first)
                .contains(tuple(Kind.REPLACED, 6L));
    }

    @Test
    void goesOnWhenItsCounterWasTurnedBack() {
        edit(turnBackTo(1));

        seal.keys().rotate("clinic-1", "j.doe", "next");

        assertThat(seal.audit().verify().findings()).isEmpty();
    }

    @Test
    void linksTheEntriesOfManyNodesThatWriteAtOnce() throws Exception {
        int threads = 4;
        int rounds = 5;
        ExecutorService executor = Executors.newFixedThreadPool(2 * threads);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                ColumnSeal node = node("many-" + n);
                for (int thread = 0; thread < threads; thread++) {
                    String tenant = "tenant-" + n + "-" + thread;
                    work.add(executor.submit(() -> {
                        for (int round = 0; round < rounds; round++) {
                            node.keys().rotate(tenant, "j.doe", "round");
                            byte[] sealed = node.fields().encrypt(FieldContext.of(tenant, "x"), new byte[1]);
                            node.fields().decrypt(FieldContext.of(tenant, "x"), sealed);
                        }
                    }));
                }
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            executor.shutdown();
        }
        nodes.forEach(node -> node.audit().flush());

        AuditReport report = seal.audit().verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.verified()).isGreaterThan(2L * threads * rounds * 3);
        assertThat(seal.audit().entries(0, 10_000))
                .filteredOn(logged -> logged.entry().operation().equals("ROTATE"))
                .hasSizeGreaterThan(2 * threads * (rounds - 1));
    }

    @Test
    void recordsWhatIsRefusedWithoutBeingFloodedByIt() {
        byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT.getBytes(StandardCharsets.UTF_8));
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;
        int before = count();
        for (int i = 0; i < 500; i++) {
            assertThatExceptionOfType(TenantMismatchException.class)
                    .isThrownBy(() -> seal.fields().decrypt(FieldContext.of("clinic-2", "patient.ssn"), sealed));
            assertThatExceptionOfType(io.columnseal.DecryptionException.class)
                    .isThrownBy(() -> seal.fields().decrypt(SSN, altered));
        }
        seal.audit().flush();

        List<LoggedEntry> refused = seal.audit().entries(before, 100).stream()
                .filter(logged -> !logged.entry().success())
                .toList();
        assertThat(refused).hasSizeLessThanOrEqualTo(4);
        for (String operation : List.of("DECRYPT", "CROSS_TENANT_READ")) {
            assertThat(refused)
                    .filteredOn(logged -> logged.entry().operation().equals(operation))
                    .allSatisfy(logged -> assertThat(logged.entry().context()).isEqualTo("patient.ssn"))
                    .extracting(logged -> logged.entry().occurrences())
                    .satisfies(times -> assertThat(
                                    times.stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(500));
        }
        assertThat(seal.health().isHealthy()).isFalse();
    }

    @Test
    void isArchivedAndGoesOn() throws IOException {
        int archived = count();
        now = now.plus(Duration.ofDays(400));
        seal.keys().rotate("clinic-1", "j.doe", "much later");
        LogHead kept = seal.audit().verify().head();

        AuditArchive archive = seal.audit().archive(directory, now, "j.doe", "yearly");
        assertThat(archive.first()).isEqualTo(1);
        assertThat(archive.head().sequence()).isEqualTo(archived);
        assertThat(archive.file()).hasFileName("columnseal-audit-1-" + archived + ".jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.file())))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(archive.file()))
                .isEqualTo(seal.audit().entries(0, archived).stream()
                        .map(JsonLine::of)
                        .toList());
        switchOffTriggers(prefix).forEach(tables::update);
        tables.update("delete from " + log + " where id <= " + archived);
        switchOnTriggers(prefix).forEach(tables::update);

        AuditReport report = seal.audit().verify(kept);
        assertThat(report.findings()).isEmpty();
        assertThat(report.archived()).isEqualTo(archived);
        assertRefused("delete from " + log);
        now = now.plus(Duration.ofDays(400));
        assertThat(seal.audit().archive(directory, now, "j.doe", "yearly").first())
                .isEqualTo(archived + 1);
    }

    @Test
    void findsMoreMissingThanWasArchived() {
        int archived = count();
        now = now.plus(Duration.ofDays(400));
        seal.keys().rotate("clinic-1", "j.doe", "much later");
        AuditArchive unused = seal.audit().archive(directory, now, "j.doe", "yearly");

        edit("delete from " + log + " where id <= " + (archived + 1));

        assertFound(Kind.MISSING, archived + 1, archived + 1);
    }

    @Test
    void isNotArchivedWhileItIsNotWhole() {
        edit("delete from " + log + " where id = 3");

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> seal.audit().archive(directory, now.plusSeconds(1), "j.doe", "yearly"))
                .withMessageContaining("MISSING entry 3");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysThatNothingKeepsItFromBeingEdited() {
        assertThat(seal.health().findings())
                .extracting(HealthFinding::kind)
                .doesNotContain(HealthFinding.Kind.EDITABLE_LOG);
        switchOffTriggers(prefix).forEach(tables::update);

        assertThat(seal.health().findings()).extracting(HealthFinding::kind).contains(HealthFinding.Kind.EDITABLE_LOG);

        switchOnTriggers(prefix).forEach(tables::update);
        assertThat(seal.health().findings())
                .extracting(HealthFinding::kind)
                .doesNotContain(HealthFinding.Kind.EDITABLE_LOG);
    }

    @Test
    void holdsNeitherValuesNorKeys() {
        byte[] sealed = seal.fields().encrypt(SSN, PLAINTEXT.getBytes(StandardCharsets.UTF_8));
        seal.fields().decrypt(SSN, sealed);
        sealed[sealed.length - 1] ^= 1;
        assertThatExceptionOfType(io.columnseal.DecryptionException.class)
                .isThrownBy(() -> seal.fields().decrypt(SSN, sealed));
        seal.audit().flush();
        String wrapped = HexFormat.of().formatHex((byte[]) tables.value("select wrapped_key from " + prefix
                + "data_encryption_keys where key_usage = 'FIELD' and state = 'ACTIVE'"));

        assertThat(seal.audit().entries(0, 1_000))
                .isNotEmpty()
                .extracting(JsonLine::of)
                .noneMatch(line -> line.contains(PLAINTEXT))
                .noneMatch(line -> line.contains(HexFormat.of().formatHex(PLAINTEXT.getBytes(StandardCharsets.UTF_8))))
                .noneMatch(line -> line.contains(HexFormat.of().formatHex(sealed, 21, 29)))
                .noneMatch(line -> line.contains(wrapped.substring(0, 16)));
    }

    private ColumnSeal node(String origin) {
        ColumnSealBuilder builder = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(JdbcDataKeyStore.on(dataSource()).withTablePrefix(prefix))
                .auditOrigin(origin)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
        ColumnSeal node = builder.build();
        nodes.add(node);
        return node;
    }

    private int count() {
        return ((Number) tables.value("select count(*) from " + log)).intValue();
    }

    private String turnBackTo(long last) {
        return "update " + prefix + "columnseal_meta set counter = " + last + " where name = 'access-log'";
    }

    private void edit(String... statements) {
        switchOffTriggers(prefix).forEach(tables::update);
        List.of(statements).forEach(tables::update);
        switchOnTriggers(prefix).forEach(tables::update);
    }

    private void assertRefused(String statement) {
        assertThatExceptionOfType(IllegalStateException.class)
                .as(statement)
                .isThrownBy(() -> tables.update(statement))
                .havingRootCause()
                .withMessageContaining("append-only");
    }

    private void assertFound(Kind kind, long first, long last) {
        assertThat(seal.audit().verify().findings())
                .extracting(AuditFinding::kind, AuditFinding::first, AuditFinding::last)
                .containsExactly(tuple(kind, first, last));
    }
}
