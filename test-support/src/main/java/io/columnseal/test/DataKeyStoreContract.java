package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.Approval;
import io.columnseal.key.ApprovalStore;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyIdentity;
import io.columnseal.key.KeyNote;
import io.columnseal.key.KeyNotes;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.key.LogHead;
import io.columnseal.key.LogTally;
import io.columnseal.key.LoggedEntry;
import io.columnseal.key.RestoredRow;
import io.columnseal.key.StoredApproval;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DataKeyStore} keeps: of rows, of changes and of several nodes at once what its superclasses say, and
 * of uses of the KEK and columns what stands here. Extend it, supply an empty store, and inherit the tests.
 */
public abstract class DataKeyStoreContract extends NodeRegistryContract {

    private static final RegisteredColumn SSN = column("app", "ssn", "patient.ssn");
    private static final IndexColumn EQUALITY = new IndexColumn("", "ssn_bidx", "0a".repeat(32), 128);
    private static final IndexColumn LAST4 = new IndexColumn("last4", "\"Last: four\" \u00e9", "", 128);

    /** A store without keys and columns, ready to be used; closed after each test. */
    @Override
    protected abstract DataKeyStore openEmptyStore();

    /** What the access log of the store opened last holds, read past the store, oldest entry first. */
    protected abstract List<AccessLog.Entry> recordedUses();

    /** What the store says keeps its log as it is. Only one that nothing can keep its own user from editing says otherwise. */
    protected AccessLog.Protection logProtection() {
        return AccessLog.Protection.APPEND_ONLY;
    }

    @Test
    final void recordsUsesOfTheKek() {
        AccessLog.Entry full = fullEntry();
        AccessLog.Entry bare =
                AccessLog.Entry.of("GENERATE", KeyRows.NOW, "j.doe").build();

        store().accessLog().append(full);
        store().accessLog().append(bare);
        assertThat(recordedUses()).containsExactly(full, bare);

        store().write(List.of(KeyRows.of("clinic-1", 1, KeyState.PENDING).row()), List.of(bare, full));
        assertThat(recordedUses()).containsExactly(full, bare, bare, full);
    }

    @Test
    final void recordsNoUseOfTheKekWithRowsThatItRefuses() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);

        assertThat(store().write(List.of(KeyRows.active("clinic-1", 2).row()), List.of(use("j.doe"))))
                .isFalse();
        assertThat(store().write(List.of(row), List.of(use("j.doe")))).isFalse();

        assertThat(recordedUses()).isEmpty();
    }

    @Test
    final void remembersNotesOfKeys() {
        KeyNotes notes = store().notes();
        KeyNote compromised = new KeyNote(new KeyId(-1), KeyNote.Kind.COMPROMISED, KeyRows.NOW, "found in a dump");
        KeyNote unused = new KeyNote(new KeyId(-1), KeyNote.Kind.UNUSED, KeyRows.NOW, "");
        KeyNote later = new KeyNote(new KeyId(-1), KeyNote.Kind.UNUSED, KeyRows.NOW.plusSeconds(1), "ä".repeat(255));

        notes.put(compromised);
        notes.put(unused);
        notes.put(later);

        assertThat(notes.find(new KeyId(-1), KeyNote.Kind.COMPROMISED)).contains(compromised);
        assertThat(notes.find(new KeyId(-1), KeyNote.Kind.UNUSED)).contains(later);
        assertThat(notes.find(new KeyId(-1), KeyNote.Kind.OUTSIDE)).isEmpty();
        assertThat(notes.find(new KeyId(1), KeyNote.Kind.UNUSED)).isEmpty();
    }

    @Test
    final void listsTheNotesOfOneKind() {
        KeyNotes notes = store().notes();
        KeyNote first = new KeyNote(new KeyId(1), KeyNote.Kind.OUTSIDE, KeyRows.NOW, "");
        KeyNote second = new KeyNote(new KeyId(-1), KeyNote.Kind.OUTSIDE, KeyRows.NOW, "an export");
        notes.put(first);
        notes.put(second);
        notes.put(new KeyNote(new KeyId(1), KeyNote.Kind.UNUSED, KeyRows.NOW, ""));

        assertThat(notes.findAll(KeyNote.Kind.OUTSIDE)).containsExactlyInAnyOrder(first, second);
        assertThat(notes.findAll(KeyNote.Kind.COMPROMISED)).isEmpty();
    }

    @Test
    final void recordsWithRestoredRowsWhatItSaysOfThem() {
        DataKeyRow row = KeyRows.changed(KeyRows.active("clinic-1", 1).row(), KeyState.ACTIVE);

        assertThat(store().restore(List.of(new RestoredRow(row, 1)), List.of(use("j.doe")), AccessLogChain.NONE))
                .isFalse();
        assertThat(recordedUses()).isEmpty();
        assertThat(store().restore(
                                List.of(new RestoredRow(row, RestoredRow.ABSENT)),
                                List.of(use("j.doe")),
                                AccessLogChain.NONE))
                .isTrue();
        assertThat(recordedUses()).containsExactly(use("j.doe"));
    }

    @Test
    final void forgetsNotesOfKeys() {
        KeyNotes notes = store().notes();
        KeyNote note = new KeyNote(new KeyId(1), KeyNote.Kind.UNUSED, KeyRows.NOW, "");
        notes.put(note);

        notes.remove(new KeyId(1), KeyNote.Kind.OUTSIDE);
        assertThat(notes.find(new KeyId(1), KeyNote.Kind.UNUSED)).contains(note);
        notes.remove(new KeyId(1), KeyNote.Kind.UNUSED);
        notes.remove(new KeyId(1), KeyNote.Kind.UNUSED);
        assertThat(notes.find(new KeyId(1), KeyNote.Kind.UNUSED)).isEmpty();
    }

    @Test
    final void numbersEntriesInTheOrderTheyCome() {
        AccessLog log = store().accessLog();
        assertThat(log.lastSequence()).isZero();
        assertThat(log.read(0, 10)).isEmpty();

        log.append(List.of(use("a"), use("b")), AccessLogChain.NONE);
        store().write(List.of(), List.of(use("c")), AccessLogChain.NONE);

        assertThat(log.lastSequence()).isEqualTo(3);
        assertThat(log.read(0, 10))
                .extracting(LoggedEntry::sequence, logged -> logged.entry().actor())
                .containsExactly(tuple(1L, "a"), tuple(2L, "b"), tuple(3L, "c"));
        assertThat(log.read(1, 1)).extracting(LoggedEntry::sequence).containsExactly(2L);
        assertThat(log.read(3, 10)).isEmpty();
    }

    @Test
    final void givesBackEveryEntryAsItWasLinked() {
        List<LogHead> heads = new ArrayList<>();
        List<LoggedEntry> linked = new ArrayList<>();
        AccessLogChain chain = (previous, entries) -> {
            heads.add(previous);
            List<LoggedEntry> now = new ArrayList<>();
            for (AccessLog.Entry entry : entries) {
                long sequence = previous.sequence() + 1 + now.size();
                now.add(new LoggedEntry(
                        sequence, entry, new byte[] {(byte) sequence}, new KeyId(-2), new byte[] {0, (byte) sequence}));
            }
            linked.addAll(now);
            return now;
        };

        store().accessLog().append(List.of(fullEntry(), use("b")), chain);
        store().write(List.of(), List.of(use("c")), chain);

        assertThat(heads).containsExactly(new LogHead(0, new byte[0]), new LogHead(2, new byte[] {0, 2}));
        assertThat(store().accessLog().read(0, 10)).isEqualTo(linked);
    }

    @Test
    final void givesNoNumberToEntriesThatAreNotWritten() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);

        assertThat(store().write(List.of(row), List.of(use("refused")), AccessLogChain.NONE))
                .isFalse();
        store().accessLog().append(use("next"));

        assertThat(store().accessLog().read(0, 10))
                .extracting(LoggedEntry::sequence, logged -> logged.entry().actor())
                .containsExactly(tuple(1L, "next"));
    }

    @Test
    final void linksEntriesOfManyNodesOneBehindTheOther() throws Exception {
        AccessLogChain chain = (previous, entries) -> List.of(new LoggedEntry(
                previous.sequence() + 1,
                entries.get(0),
                previous.mac(),
                new KeyId(1),
                Long.toString(previous.sequence() + 1).getBytes(StandardCharsets.US_ASCII)));
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int node = 0; node < 8; node++) {
                boolean changesKeys = node % 2 == 0;
                writers.add(nodes.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        if (changesKeys) {
                            store().write(List.of(), List.of(use("a")), chain);
                        } else {
                            store().accessLog().append(List.of(use("b")), chain);
                        }
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            nodes.shutdown();
        }

        byte[] mac = {};
        List<LoggedEntry> all = store().accessLog().read(0, 1_000);
        assertThat(all).hasSize(160);
        for (LoggedEntry logged : all) {
            assertThat(logged.previousMac()).as("before " + logged).isEqualTo(mac);
            mac = logged.mac();
        }
    }

    @Test
    final void countsWhatWasDoneHourByHour() {
        Instant hour = Instant.parse("2026-11-28T09:00:00Z");
        store().accessLog()
                .append(
                        List.of(
                                at(hour.minusNanos(1_000), "a"),
                                at(hour, "a"),
                                at(hour.plusSeconds(3_599), "a"),
                                at(hour.plusSeconds(3_600), "a"),
                                at(hour, "b")),
                        AccessLogChain.NONE);

        assertThat(store().accessLog().tally(hour))
                .containsExactlyInAnyOrder(
                        new LogTally(hour, "GENERATE", true, "a", null, 4),
                        new LogTally(hour.plusSeconds(3_600), "GENERATE", true, "a", null, 2),
                        new LogTally(hour, "GENERATE", true, "b", null, 2));
    }

    @Test
    final void tellsWhenAKekWasFirstUsed() {
        AccessLog log = store().accessLog();
        for (Instant time : List.of(KeyRows.NOW.plusSeconds(1), KeyRows.NOW, KeyRows.NOW.plusSeconds(2))) {
            log.append(AccessLog.Entry.of("UNWRAP", time, "a").kek("kek-1").build());
        }

        assertThat(log.firstUse("kek-1")).contains(KeyRows.NOW);
        assertThat(log.firstUse("kek-2")).isEmpty();
    }

    @Test
    final void knowsTheKeysOfATenant() {
        List<DataKeyRow> rows = List.of(
                KeyRows.of("clinic-1", 1, KeyState.RETIRED).row(),
                KeyRows.active("clinic-1", 2).row(),
                KeyRows.active("CLINIC-1", 1).row());
        store().write(
                        rows,
                        rows.stream()
                                .map(row ->
                                        AccessLog.Entry.change("GENERATE", row).build())
                                .toList());
        AccessLog log = store().accessLog();
        KeyIdentity unknown = KeyRows.active("clinic-1", 3).row().identity();
        log.append(AccessLog.Entry.of("UNWRAP", KeyRows.NOW, "a")
                .key(unknown)
                .failed("KmsDeniedException")
                .build());
        log.append(AccessLog.Entry.of("DECRYPT", KeyRows.NOW, "a")
                .key(unknown.id())
                .tenant("clinic-1")
                .build());

        assertThat(log.keysOf("clinic-1"))
                .containsOnly(
                        entry(rows.get(0).identity().id(), 1),
                        entry(rows.get(1).identity().id(), 2));
        assertThat(log.keysOf("CLINIC-1"))
                .containsOnlyKeys(rows.get(2).identity().id());
        assertThat(log.keysOf("clinic-2")).isEmpty();
    }

    @Test
    final void saysWhetherSomebodyCanEditTheLog() {
        store().accessLog().append(use("a"));

        assertThat(store().accessLog().protection()).isEqualTo(logProtection());
        assertThat(recordedUses()).containsExactly(use("a"));
    }

    @Test
    final void keepsRequestsAndChangesThoseOfTheRevisionBefore() {
        ApprovalStore approvals = store().approvals();
        StoredApproval request = request("0123456789abcdef", Approval.State.REQUESTED, null, 1);
        StoredApproval approved = request("0123456789abcdef", Approval.State.APPROVED, "a.smith", 2);

        assertThat(approvals.write(request)).isTrue();
        assertThat(approvals.write(request)).isFalse();
        assertThat(approvals.find("0123456789abcdef")).contains(request);
        assertThat(approvals.find("0123456789ABCDEF")).isEmpty();

        assertThat(approvals.write(approved)).isTrue();
        assertThat(approvals.write(approved)).isFalse();
        assertThat(approvals.findAll(List.of(Approval.State.APPROVED))).containsExactly(approved);
        assertThat(approvals.findAll(List.of(Approval.State.REQUESTED))).isEmpty();
    }

    @Test
    final void recordsWithRequestsWhatIsSaidOfThem() {
        ApprovalStore approvals = store().approvals();
        StoredApproval request = request("0123456789abcdef", Approval.State.REQUESTED, null, 1);
        StoredApproval approved = request("0123456789abcdef", Approval.State.APPROVED, "a.smith", 2);

        assertThat(approvals.write(approved, List.of(use("early")), AccessLogChain.NONE))
                .isFalse();
        assertThat(approvals.write(request, List.of(use("j.doe")), AccessLogChain.NONE))
                .isTrue();
        assertThat(approvals.write(request, List.of(use("again")), AccessLogChain.NONE))
                .isFalse();
        assertThat(approvals.write(approved, List.of(use("a.smith")), AccessLogChain.NONE))
                .isTrue();

        assertThat(recordedUses()).containsExactly(use("j.doe"), use("a.smith"));
    }

    @Test
    final void keepsNoRequestThatTheLogDoesNotTake() {
        ApprovalStore approvals = store().approvals();
        AccessLogChain broken = (previous, entries) -> {
            throw new IllegalStateException("no entry is linked");
        };

        assertThatThrownBy(() -> approvals.write(
                        request("0123456789abcdef", Approval.State.REQUESTED, null, 1), List.of(use("j.doe")), broken))
                .isInstanceOf(IllegalStateException.class);

        assertThat(approvals.find("0123456789abcdef")).isEmpty();
        assertThat(recordedUses()).isEmpty();
    }

    static StoredApproval request(String id, Approval.State state, @Nullable String decidedBy, long revision) {
        Approval approval = new Approval(
                id,
                KeyOperation.ROTATE,
                "Zoë",
                new KeyId(-1),
                "backup of Zoë's",
                "j.doe",
                KeyRows.NOW,
                "yearly",
                KeyRows.NOW.plusSeconds(60),
                state,
                decidedBy,
                revision);
        return new StoredApproval(approval, new byte[] {1, 2, (byte) revision});
    }

    @Test
    final void closesMoreThanOnce() {
        store().close();
        store().close();
    }

    @Test
    final void remembersColumns() {
        ColumnRegistry columns = store().columns();
        assertThat(columns.isEmpty()).isTrue();
        RegisteredColumn ssn = column("app", "ssn", "patient.ssn");
        RegisteredColumn city = column("app", "city", "patient.city");
        RegisteredColumn other = column("other", "ssn", "patient.ssn");

        columns.register(List.of(ssn, city));
        columns.register(List.of(other));
        columns.register(List.of(ssn));

        assertThat(columns.isEmpty()).isFalse();
        assertThat(columns.find("app")).containsExactlyInAnyOrder(ssn, city);
        assertThat(columns.find("other")).containsExactly(other);
        assertThat(columns.find("App")).isEmpty();
    }

    /** Values may still lie where a release before sealed them. */
    @Test
    final void remembersEveryPlaceOfAColumnUntilItIsForgotten() {
        ColumnRegistry columns = store().columns();
        ColumnPlace audit = new ColumnPlace("\"Patient_AUD\"", "ssn");
        RegisteredColumn audited = SSN.alsoIn(List.of(audit));
        columns.register(List.of(audited));
        columns.register(List.of(SSN));
        assertThat(columns.find("app")).containsExactly(audited);

        RegisteredColumn renamed = new RegisteredColumn(
                "app", "Patient", "ssn", "client", "number", "patient.ssn", "field", "text", Storage.BINARY);
        columns.register(List.of(renamed));
        assertThat(columns.find("app"))
                .containsExactly(renamed.in(
                        List.of(new ColumnPlace("patient", "ssn"), audit, new ColumnPlace("client", "number"))));

        columns.register(List.of(column("other", "ssn", "patient.ssn")));
        columns.forget("app", new ColumnPlace("patient", "ssn"));
        columns.register(List.of(renamed));
        assertThat(columns.find("app"))
                .containsExactly(renamed.in(List.of(audit, new ColumnPlace("client", "number"))));
        assertThat(columns.find("other").get(0).liesIn("patient", "ssn")).isTrue();
    }

    @Test
    final void remembersTheIndexesOfAColumn() {
        RegisteredColumn both = indexed(SSN, List.of(EQUALITY, LAST4), List.of());
        store().columns().register(List.of(both));
        store().columns().register(List.of(both));

        assertThat(store().columns().find("app")).containsExactly(both);
    }

    /** Its column keeps index values of values that are written without it from now on. */
    @Test
    final void remembersAnIndexThatIsTakenAway() {
        store().columns().register(List.of(indexed(SSN, List.of(EQUALITY, LAST4), List.of())));

        store().columns().register(List.of(indexed(SSN, List.of(LAST4), List.of())));
        assertThat(store().columns().find("app")).containsExactly(indexed(SSN, List.of(LAST4), List.of(EQUALITY)));

        store().columns().register(List.of(SSN));
        assertThat(store().columns().find("app")).containsExactly(indexed(SSN, List.of(), List.of(EQUALITY, LAST4)));
    }

    @Test
    final void remembersThatAnIndexWasTakenAwayWhenItComesBack() {
        RegisteredColumn with = indexed(SSN, List.of(EQUALITY), List.of());
        store().columns().register(List.of(with));
        store().columns().register(List.of(SSN));

        store().columns().register(List.of(with));

        assertThat(store().columns().find("app")).containsExactly(indexed(SSN, List.of(EQUALITY), List.of(EQUALITY)));
    }

    @Test
    final void remembersAnIndexThatIsTakenAwayWhileItsAttributeIsRenamed() {
        store().columns().register(List.of(indexed(SSN, List.of(EQUALITY), List.of())));
        RegisteredColumn renamed = new RegisteredColumn(
                SSN.application(),
                SSN.entity(),
                "number",
                SSN.table(),
                SSN.column(),
                SSN.context(),
                SSN.purpose(),
                SSN.codec(),
                SSN.storage());

        store().columns().register(List.of(renamed));

        assertThat(store().columns().find("app")).contains(indexed(renamed, List.of(), List.of(EQUALITY)));
    }

    @Test
    final void forgetsNoIndexThatAnotherReleaseRegistersAtTheSameTime() throws Exception {
        RegisteredColumn with = indexed(SSN, List.of(EQUALITY), List.of());
        ExecutorService releases = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 20; i++) {
                String application = "app" + i;
                store().columns().register(List.of(of(application, indexed(SSN, List.of(LAST4), List.of()))));
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<?>> starts = new ArrayList<>();
                for (RegisteredColumn release : List.of(with, SSN)) {
                    starts.add(releases.submit(() -> {
                        together.await();
                        store().columns().register(List.of(of(application, release)));
                        return null;
                    }));
                }
                for (Future<?> start : starts) {
                    start.get();
                }

                assertThat(store().columns().find(application))
                        .singleElement()
                        .satisfies(column -> assertThat(
                                        column.indexes().isEmpty() ? column.goneIndexes() : column.indexes())
                                .contains(EQUALITY));
            }
        } finally {
            releases.shutdown();
        }
    }

    @Test
    final void namesTheColumnsOfAllApplications() {
        RegisteredColumn other = of("other", indexed(SSN, List.of(EQUALITY), List.of()));
        store().columns().register(List.of(SSN, other));

        assertThat(store().columns().findAll()).containsExactlyInAnyOrder(SSN, other);
    }

    @Test
    final void replacesAColumnThatChanged() {
        RegisteredColumn before = column("app", "ssn", "patient.ssn");
        RegisteredColumn after = column("app", "ssn", "person.ssn");
        store().columns().register(List.of(before));

        store().columns().register(List.of(after));

        assertThat(store().columns().find("app")).containsExactly(after);
    }

    @Test
    final void keepsTheLastOfSeveralColumnsOfOneAttribute() {
        RegisteredColumn last = column("app", "ssn", "person.ssn");

        store().columns().register(List.of(column("app", "ssn", "patient.ssn"), last));

        assertThat(store().columns().find("app")).containsExactly(last);
    }

    private static AccessLog.Entry at(Instant time, String actor) {
        return AccessLog.Entry.of("GENERATE", time, actor).occurrences(2).build();
    }

    private static AccessLog.Entry use(String actor) {
        return AccessLog.Entry.of("GENERATE", KeyRows.NOW, actor).kek("kek-1").build();
    }

    /** Every column as long as it may be. */
    private static AccessLog.Entry fullEntry() {
        return new AccessLog.Entry(
                KeyRows.NOW,
                "A".repeat(40),
                false,
                Integer.MAX_VALUE,
                "\u00e9".repeat(255),
                "\u00e9".repeat(255),
                new KeyId(-1),
                Integer.MAX_VALUE,
                new KeyId(1),
                Integer.MAX_VALUE,
                "\u00e9".repeat(512),
                "\u00e9".repeat(512),
                "\u00e9".repeat(127),
                "\u00e9".repeat(255),
                "\u00e9".repeat(1000),
                "\u00e9".repeat(255),
                "\u00e9".repeat(64));
    }

    private static RegisteredColumn indexed(
            RegisteredColumn column, List<IndexColumn> indexes, List<IndexColumn> goneIndexes) {
        return copy(column.application(), column, indexes, goneIndexes);
    }

    private static RegisteredColumn of(String application, RegisteredColumn column) {
        return copy(application, column, column.indexes(), column.goneIndexes());
    }

    private static RegisteredColumn copy(
            String application, RegisteredColumn column, List<IndexColumn> indexes, List<IndexColumn> goneIndexes) {
        return new RegisteredColumn(
                application,
                column.entity(),
                column.attribute(),
                column.table(),
                column.column(),
                column.context(),
                column.purpose(),
                column.codec(),
                column.storage(),
                indexes,
                goneIndexes);
    }
}
