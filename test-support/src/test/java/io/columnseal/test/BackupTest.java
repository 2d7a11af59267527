package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.columnseal.BackupException;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealBuilder;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.backup.BackupInfo;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyIdentity;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyNote;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RestoreReport;
import io.columnseal.key.RestoreReport.Change;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.key.RestoredRow;
import io.columnseal.kms.Kms;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of the keys: what is in them, what they bring back, and what they never undo. */
class BackupTest {

    private static final IndexContext INDEXED = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temporary;

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-11-28T02:00:00Z");
    private Path directory;

    @BeforeEach
    void name() {
        directory = temporary.resolve("backups");
    }

    @Test
    void bringsEverythingBackIntoAnEmptyKeyTable() {
        String backup;
        List<DataKeyRow> before;
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backup = backups(seal).create("j.doe", "nightly").name();
            before = store.rows();
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();

        RestoreReport report = alone(empty).restore(backup, Set.of(), "j.doe", "the key database is lost");

        assertThat(report.changes())
                .hasSameSizeAs(before)
                .extracting(Change::outcome)
                .containsOnly(Outcome.ADDED);
        assertThat(empty.rows())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sealCount")
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(empty.columns().findAll()).isEqualTo(store.columns().findAll());
        assertThat(empty.notes().findAll(KeyNote.Kind.OUTSIDE))
                .containsExactlyInAnyOrderElementsOf(store.notes().findAll(KeyNote.Kind.OUTSIDE));
        try (ColumnSeal seal = open(empty)) {
            assertEverythingOpens(seal);
            seal.keys().resume("suspended", "j.doe", "back to normal");
            assertThat(seal.keys().history("suspended"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
        assertThat(empty.uses().get(0))
                .extracting(AccessLog.Entry::operation, AccessLog.Entry::actor, AccessLog.Entry::backup)
                .containsExactly("RESTORE", "j.doe", backup);
    }

    /** They sealed nobody knows how much after the backup was made. */
    @Test
    void replacesKeysThatWereActiveWhenTheyNextSeal() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        alone(empty).restore("before", Set.of(), "j.doe", "lost");

        try (ColumnSeal seal = open(empty)) {
            seal("clinic-1", seal);

            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::version, KeyInfo::state)
                    .containsExactly(tuple(2, KeyState.ACTIVE), tuple(1, KeyState.RETIRED));
            assertEverythingOpens(seal);
        }
    }

    @Test
    void holdsEveryKeyWhateverItsUsageAndState() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            BackupInfo made = backups(seal).create("j.doe", "nightly");

            KeySnapshot snapshot = backups(seal).verify(made.name());

            assertThat(snapshot.rows()).containsExactlyInAnyOrderElementsOf(store.rows());
            assertThat(snapshot.keys())
                    .extracting(KeyInfo::state)
                    .contains(
                            KeyState.ACTIVE,
                            KeyState.RETIRED,
                            KeyState.COMPROMISED,
                            KeyState.SUSPENDED,
                            KeyState.DESTROYED);
            assertThat(snapshot.keys()).extracting(KeyInfo::usage).contains(KeyUsage.SYSTEM, KeyUsage.INDEX);
            assertThat(snapshot.tenants()).contains("clinic-1", "clinic-2", "system");
            assertThat(snapshot.keks()).containsOnlyKeys(kms.kekId());
            assertThat(made.kekId()).isEqualTo(kms.kekId());
            assertThat(made.takenAt()).isEqualTo(now);
            assertThat(snapshot.logHead().sequence()).isPositive();
        }
    }

    @Test
    void neverReplacesARowThatChangedSince() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            seal.keys().suspend("clinic-2", "j.doe", "contract ended");
            List<DataKeyRow> after = store.rows();

            RestoreReport report = backups(seal).restore("before", "j.doe", "by mistake");

            assertThat(store.rows()).containsExactlyInAnyOrderElementsOf(after);
            assertThat(report.of(Outcome.NEWER)).isNotEmpty();
            assertThat(report.changes()).extracting(Change::outcome).containsOnly(Outcome.NEWER, Outcome.UNCHANGED);
        }
    }

    @Test
    void bringsBackTheKeysOfATenantWhoseRowsAreGone() {
        InMemoryDataKeyStore rest = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            copy(store, rest, row -> !row.identity().tenant().equals("clinic-1"));
        }
        try (ColumnSeal seal = open(rest)) {
            RestoreReport report = backups(seal).restore("before", "j.doe", "rows were deleted");

            assertThat(report.of(Outcome.ADDED))
                    .hasSize(3)
                    .allSatisfy(change -> assertThat(change.key().tenant()).isEqualTo("clinic-1"));
            assertEverythingOpens(seal);
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
    }

    @Test
    void bringsAnOlderKeyTableUpToDate() {
        InMemoryDataKeyStore older = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            copy(store, older, row -> true);
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            seal("clinic-1", seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        try (ColumnSeal seal = open(older)) {
            RestoreReport report = backups(seal).restore("before", "j.doe", "the database came back older");

            assertThat(report.of(Outcome.UPDATED)).hasSize(1);
            assertThat(report.of(Outcome.ADDED)).hasSize(1);
            assertThat(older.findActive("clinic-1", KeyUsage.FIELD)
                            .orElseThrow()
                            .identity()
                            .version())
                    .isEqualTo(2);
            assertEverythingOpens(seal);
        }
    }

    @Test
    void letsAKeyThatBecameActiveSinceStayActive() {
        InMemoryDataKeyStore rest = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            copy(store, rest, row -> row.state() == KeyState.ACTIVE);
        }
        try (ColumnSeal seal = open(rest)) {
            RestoreReport report = backups(seal).restore("before", "j.doe", "a row was deleted");

            assertThat(report.of(Outcome.ADDED)).singleElement().satisfies(change -> {
                assertThat(change.key().state()).isEqualTo(KeyState.RETIRED);
                assertThat(change.detail()).contains("became the active one since");
            });
            assertEverythingOpens(seal);
        }
    }

    @Test
    void namesKeysThatWereDestroyedSinceAndLeavesThemSo() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            List<KeyInfo> shredded = seal.keys().shred("clinic-1", "j.doe", "erasure");

            RestoreReport report = backups(seal).restore("before", "j.doe", "by mistake");

            assertThat(report.destroyedSince())
                    .containsExactlyInAnyOrderElementsOf(
                            shredded.stream().map(KeyInfo::id).toList());
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsOnly(KeyState.DESTROYED);
        }
    }

    @Test
    void knowsFromTheAccessLogWhatWasDestroyedWhereRowsAreGone() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().shred("clinic-1", "j.doe", "erasure");
        }
        InMemoryDataKeyStore emptied = new InMemoryDataKeyStore();
        List<AccessLog.Entry> log = store.uses();
        emptied.accessLog().append(log, AccessLogChain.NONE);

        RestoreReport report = alone(emptied).restore("before", Set.of(), "j.doe", "the key table is lost");

        assertThat(report.destroyedSince()).hasSize(3);
        assertThat(emptied.findAll("clinic-1", KeyUsage.FIELD))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.wrappedKey()).isNull());
    }

    /** Whoever writes to the log could undo a shredding otherwise. */
    @Test
    void believesNoEntryThatSetsAKeyFreeWhereItIsNotGenuine() {
        List<KeyInfo> guarded = new ArrayList<>();
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            guarded.addAll(seal.keys().shred("clinic-1", "j.doe", "erasure"));
            guarded.addAll(seal.keys().suspend("clinic-2", "j.doe", "dispute"));
        }
        InMemoryDataKeyStore emptied = new InMemoryDataKeyStore();
        emptied.accessLog().append(store.uses(), AccessLogChain.NONE);
        for (KeyInfo key : guarded) {
            AccessLog.Entry resurrection = AccessLog.Entry.of(KeyOperation.RESTORE.name(), Instant.EPOCH, "j.doe")
                    .key(key.id())
                    .context(Outcome.RESURRECTED.name())
                    .build();
            AccessLog.Entry resumption = AccessLog.Entry.of(KeyOperation.RESUME.name(), Instant.EPOCH, "j.doe")
                    .key(key.id())
                    .build();
            emptied.accessLog().append(List.of(resurrection, resumption), AccessLogChain.NONE);
        }

        RestoreReport report = alone(emptied).restore("before", Set.of(), "j.doe", "the key table is lost");

        assertThat(report.destroyedSince()).hasSize(3);
        assertThat(emptied.findAll("clinic-2", KeyUsage.FIELD))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.state()).isEqualTo(KeyState.SUSPENDED));
    }

    @Test
    void resurrectsWhatIsNamedSwitchedOff() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().shred("clinic-1", "j.doe", "by mistake");
            List<KeyId> destroyed = backups(seal).plan("before").destroyedSince();

            RestoreReport report =
                    backups(seal).restore("before", Set.copyOf(destroyed), "j.doe", "the wrong tenant was shredded");

            assertThat(report.of(Outcome.RESURRECTED)).hasSameSizeAs(destroyed);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsOnly(KeyState.SUSPENDED);
            seal.keys().resume("clinic-1", "j.doe", "back to normal");
            assertEverythingOpens(seal);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
        }
        // This process had seals left that were counted before
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            assertThat(seal.keys().history("clinic-1").get(0).version())
                    .as("replaced, since nobody knows how much it sealed")
                    .isEqualTo(3);
        }
    }

    @Test
    void resurrectsALeakedKeyAsOneThatIsLeaked() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            KeyId leaked = seal.keys().history("clinic-1").get(0).id();
            seal.keys().markCompromised(leaked, "j.doe", "found in a dump");
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().shred("clinic-1", "j.doe", "by mistake");

            backups(seal).restore("before", Set.of(leaked), "j.doe", "back");

            assertThat(seal.keys().resume(leaked, "j.doe", "back").state()).isEqualTo(KeyState.COMPROMISED);
        }
    }

    @Test
    void repairsARowThatWasEdited() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
            DataKeyRow active = store.findActive("clinic-1", KeyUsage.FIELD).orElseThrow();
            store.write(List.of(KeyRows.changed(active, KeyState.SUSPENDED)), List.of());

            RestoreReport report = backups(seal).restore("before", "j.doe", "a row was edited");

            assertThat(report.of(Outcome.REPAIRED)).hasSize(1);
            assertThat(store.findActive("clinic-1", KeyUsage.FIELD)
                            .orElseThrow()
                            .identity())
                    .isEqualTo(active.identity());
            seal("clinic-1", seal);
            assertEverythingOpens(seal);
            assertThat(seal.keks().status().unverified()).isEmpty();
        }
    }

    @Test
    void bringsBackTheOtherKeysWhereTheVersionOfAnEditedOneIsTaken() {
        InMemoryDataKeyStore edited = new InMemoryDataKeyStore();
        DataKeyRow row;
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            seal("clinic-3", seal);
            backups(seal).create("before", "j.doe", "nightly");
            row = store.findActive("clinic-3", KeyUsage.FIELD).orElseThrow();
            copy(store, edited, other -> !other.identity().tenant().equals("clinic-1"));
        }
        KeyIdentity identity = row.identity();
        KeyIdentity moved = new KeyIdentity(
                identity.id(),
                identity.environment(),
                "clinic-9",
                identity.usage(),
                identity.version(),
                identity.suite());
        edited.restore(
                List.of(new RestoredRow(KeyRows.as(moved, row), row.revision())), List.of(), AccessLogChain.NONE);
        try (ColumnSeal seal = open(edited)) {
            seal.fields().encrypt(FieldContext.of("clinic-3", "patient.ssn"), PLAINTEXT);

            RestoreReport report = backups(seal).restore("before", "j.doe", "rows are gone, and one was edited");

            assertThat(report.of(Outcome.ADDED)).hasSize(3);
            assertThat(report.of(Outcome.CONFLICT)).singleElement().satisfies(change -> {
                assertThat(change.key().id()).isEqualTo(identity.id());
                assertThat(change.detail()).contains("was made since");
            });
            assertThat(report.complete()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesAKeyLeakedThatWasMarkedSince(boolean gone) {
        KeyId leaked;
        KeyId successor;
        InMemoryDataKeyStore damaged = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            leaked = active("clinic-1");
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().markCompromised(leaked, "j.doe", "found in a dump");
            successor = active("clinic-1");
            seal.audit().flush();
        }
        damage(
                damaged,
                row -> row.identity().id().equals(leaked)
                        || gone && row.identity().id().equals(successor),
                gone);
        try (ColumnSeal seal = open(damaged)) {
            RestoreReport report = backups(seal).restore("before", "j.doe", "rows were lost");

            assertThat(report.changes())
                    .filteredOn(change -> change.key().id().equals(leaked))
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.outcome()).isEqualTo(gone ? Outcome.ADDED : Outcome.REPAIRED);
                        assertThat(change.key().state()).isEqualTo(KeyState.COMPROMISED);
                        assertThat(change.detail()).contains("marked as compromised since");
                    });
            assertEverythingOpens(seal);
            if (gone) {
                assertThatExceptionOfType(KeyUnusableException.class).isThrownBy(() -> seal("clinic-1", seal));
                assertThat(seal.keys()
                                .rotate("clinic-1", "j.doe", "after the restore")
                                .version())
                        .as("2 is that of a key which the log knows and no backup brought back")
                        .isEqualTo(3);
            }
            seal("clinic-1", seal);
            assertEverythingOpens(seal);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::version, KeyInfo::state)
                    .containsExactly(tuple(gone ? 3 : 2, KeyState.ACTIVE), tuple(1, KeyState.COMPROMISED));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesKeysSwitchedOffThatWereSuspendedSince(boolean leaked) {
        KeyId second;
        InMemoryDataKeyStore damaged = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            seal("clinic-2", seal);
            KeyId first = active("clinic-1");
            second = seal.keys().rotate("clinic-1", "j.doe", "yearly").id();
            backups(seal).create("before", "j.doe", "nightly");
            if (leaked) {
                seal.keys().markCompromised(first, "j.doe", "found in a dump");
            }
            seal.keys().suspend("clinic-1", "j.doe", "contract ended");
            seal.keys().suspend("clinic-2", "j.doe", "by mistake");
            seal.keys().resume("clinic-2", "j.doe", "it was a mistake");
            seal.audit().flush();
        }
        damage(damaged, row -> row.identity().tenant().startsWith("clinic"), true);
        try (ColumnSeal seal = open(damaged)) {
            backups(seal).restore("before", "j.doe", "rows were lost");

            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsOnly(KeyState.SUSPENDED);
            assertThat(seal.keys().history("clinic-2"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE);
            seal.keys().resume("clinic-1", "j.doe", "contract renewed");
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, leaked ? KeyState.COMPROMISED : KeyState.RETIRED);
            seal("clinic-1", seal);
            assertThat(damaged.findActive("clinic-1", KeyUsage.FIELD)
                            .orElseThrow()
                            .identity()
                            .id())
                    .as("the one that is active instead of one that sealed nobody knows how much")
                    .isNotEqualTo(second);
        }
    }

    /** Of values and of indexes; an INDEX key that only opens would keep every indexed value from being written. */
    @Test
    void sealsAgainUnderTheNewestKeyThatCameBackOfAShreddedTenant() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            seal.indexes().indexValue(INDEXED, new byte[] {1});
            KeyId first = active("clinic-1");
            KeyId index = store.findActive("clinic-1", KeyUsage.INDEX)
                    .orElseThrow()
                    .identity()
                    .id();
            backups(seal).create("before", "j.doe", "nightly");
            seal.keys().rotate("clinic-1", "j.doe", "yearly");
            seal.keys().rotateIndex("clinic-1", "j.doe", "yearly");
            seal.keys().shred("clinic-1", "j.doe", "by mistake");
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.keys().rotate("clinic-1", "j.doe", "as yearly"));

            backups(seal).restore("before", Set.of(first, index), "j.doe", "the wrong tenant was shredded");
            assertThatExceptionOfType(KeyUnusableException.class)
                    .isThrownBy(() -> seal.keys().rotate("clinic-1", "j.doe", "while it is suspended"));
            assertThat(seal.keys().resume("clinic-1", "j.doe", "back"))
                    .extracting(KeyInfo::state)
                    .containsOnly(KeyState.ACTIVE);

            seal("clinic-1", seal);
            assertThat(seal.keys().history("clinic-1"))
                    .extracting(KeyInfo::version, KeyInfo::state)
                    .containsExactly(tuple(2, KeyState.DESTROYED), tuple(1, KeyState.ACTIVE));
            assertThat(seal.indexes().lookupValues(INDEXED, new byte[] {1}))
                    .contains(seal.indexes().indexValue(INDEXED, new byte[] {1}));
            assertEverythingOpens(seal);
        }
    }

    /** Revisions do not order what happened in a table that was put back and what happened before in the one it was. */
    @Test
    void tellsOfALeakThatATablePutBackHasForgotten() {
        InMemoryDataKeyStore putBack = new InMemoryDataKeyStore();
        KeyId leaked;
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            leaked = active("clinic-1");
            copy(store, putBack, row -> true);
            seal.keys().markCompromised(leaked, "j.doe", "found in a dump");
            backups(seal).create("before", "j.doe", "nightly");
        }
        try (ColumnSeal seal = open(putBack)) {
            seal.keys().suspend(leaked, "j.doe", "by mistake");
            seal.keys().resume(leaked, "j.doe", "it was a mistake");

            RestoreReport report = backups(seal).restore("before", "j.doe", "the database was put back");

            assertThat(report.of(Outcome.CONFLICT)).singleElement().satisfies(change -> {
                assertThat(change.key().id()).isEqualTo(leaked);
                assertThat(change.detail()).contains("compromised");
            });
            assertThat(report.complete()).isFalse();
            seal.keys().markCompromised(leaked, "j.doe", "found in a dump");
            assertEverythingOpens(seal);
            assertThat(backups(seal).plan("before").complete()).isTrue();
        }
    }

    /** The same keys and the same log, where these rows are gone or edited. */
    private void damage(InMemoryDataKeyStore damaged, Predicate<DataKeyRow> which, boolean gone) {
        damaged.accessLog()
                .append(store.uses(), (previous, entries) -> store.accessLog().read(0, entries.size()));
        copy(store, damaged, which.negate());
        if (!gone) {
            damaged.restore(
                    store.rows().stream()
                            .filter(which)
                            .map(row -> new RestoredRow(KeyRows.changed(row, KeyState.RETIRED), RestoredRow.ABSENT))
                            .toList(),
                    List.of(),
                    AccessLogChain.NONE);
        }
    }

    @Test
    void vouchesForNoRowThatWasEditedBeforeItCameIntoTheBackup() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            DataKeyRow active = store.findActive("clinic-1", KeyUsage.FIELD).orElseThrow();
            store.write(List.of(KeyRows.changed(active, KeyState.RETIRED)), List.of());
            backups(seal).create("before", "j.doe", "nightly");
            assertThat(store.uses())
                    .filteredOn(entry -> entry.operation().equals("BACKUP"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.context()).isEqualTo("1 rows were edited"));
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();

        RestoreReport report = alone(empty).restore("before", Set.of(), "j.doe", "lost");

        assertThat(report.changes())
                .filteredOn(change -> change.detail().contains("opens only"))
                .hasSize(1);
        try (ColumnSeal seal = open(empty)) {
            assertThat(seal.keks().status().unverified()).hasSize(1);
            assertEverythingOpens(seal);
        }
    }

    @Test
    void changesNothingTheSecondTime() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        alone(empty).restore("before", Set.of(), "j.doe", "lost");
        List<DataKeyRow> once = empty.rows();

        RestoreReport again = alone(empty).restore("before", Set.of(), "j.doe", "lost");

        assertThat(again.changes()).extracting(Change::outcome).containsOnly(Outcome.UNCHANGED);
        assertThat(empty.rows()).containsExactlyInAnyOrderElementsOf(once);
    }

    @Test
    void writesNothingWhenItOnlyPlans() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();

        RestoreReport plan = alone(empty).plan("before", Set.of());

        assertThat(plan.of(Outcome.ADDED)).hasSameSizeAs(store.rows());
        assertThat(empty.rows()).isEmpty();
        assertThat(empty.uses()).isEmpty();
        assertThat(empty.columns().isEmpty()).isTrue();
        assertThat(empty.revision()).isZero();
    }

    @Test
    void refusesAKeyTableOfAnotherSystemKey() {
        try (ColumnSeal seal = open(store)) {
            fill(seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        InMemoryDataKeyStore started = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(started)) {
            List<DataKeyRow> before = started.rows();

            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> backups(seal).restore("before", "j.doe", "lost"))
                    .withMessageContaining("the backup has another one");
            assertThat(started.rows()).isEqualTo(before);
        }
    }

    @Test
    void refusesABackupOfAnotherEnvironment() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        assertThatThrownBy(() -> new BackupRestore(Environment.PRODUCTION, new InMemoryDataKeyStore(), kms, directory)
                        .restore("before", Set.of(), "j.doe", "lost"))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("not of this environment");
    }

    @Test
    void refusesABackupUnderAnotherMasterKey() {
        try (ColumnSeal seal = open(store)) {
            seal("clinic-1", seal);
            backups(seal).create("before", "j.doe", "nightly");
        }
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        assertThatThrownBy(() -> new BackupRestore(Environment.TEST, empty, new TestKms(), directory)
                        .restore("before", Set.of(), "j.doe", "lost"))
                .isInstanceOf(io.columnseal.ColumnSealException.class);
        assertThat(empty.rows()).isEmpty();
    }

    /** Somebody who can wrap under the KEK makes tables and a backup of his own, and leaves it among the real ones. */
    @Test
    void refusesAPlantedBackupWhereASystemKeyIsPinned() {
        try (ColumnSeal seal = open(store)) {
            backups(seal).create("real", "j.doe", "nightly");
        }
        try (ColumnSeal seal = open(new InMemoryDataKeyStore())) {
            backups(seal).create("planted", "m.allory", "quietly");
        }
        String pin = pinOf(store);
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        BackupRestore pinned = alone(empty).withSystemKeyPin(pin);

        assertThatThrownBy(() -> pinned.verify("planted"))
                .isInstanceOf(BackupException.class)
                .hasRootCauseInstanceOf(KeyRejectedException.class)
                .rootCause()
                .hasMessageContaining("columnseal.system-key-pin")
                .hasMessageContaining("planted");
        assertThat(empty.rows()).isEmpty();

        pinned.restore("real", Set.of(), "j.doe", "the key database is lost");
        assertThat(empty.rows()).hasSameSizeAs(store.rows());
    }

    @Test
    void believesNoBackupWithoutAPinWhereAnybodyCanWrap() {
        Kms forAnybody = new ForwardingKms(kms) {
            @Override
            public boolean authenticates() {
                return false;
            }
        };
        try (ColumnSeal seal = build(store).environment(Environment.PRODUCTION).build()) {
            backups(seal).create("planted", "m.allory", "quietly");
        }
        String pin = pinOf(store);
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        BackupRestore restore = new BackupRestore(Environment.PRODUCTION, empty, forAnybody, directory);

        assertThatThrownBy(() -> restore.restore("planted", Set.of(), "j.doe", "the key database is lost"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("columnseal.system-key-pin: is required")
                .extracting(Throwable::getMessage, STRING)
                .as("the pin of what may be planted")
                .doesNotContain(pin);
        assertThat(empty.rows()).isEmpty();

        restore.withSystemKeyPin(pin).restore("planted", Set.of(), "j.doe", "the key database is lost");
        assertThat(empty.rows()).isNotEmpty();
    }

    private static String pinOf(InMemoryDataKeyStore table) {
        return table.rows().stream()
                .filter(row -> row.identity().usage() == KeyUsage.SYSTEM)
                .map(row -> HexFormat.of().formatHex(row.checkValue()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesTwoPeopleWhereThatIsConfigured() {
        try (ColumnSeal seal = build(store)
                .dualControl(Set.of(KeyOperation.RESTORE, KeyOperation.BACKUP))
                .build()) {
            seal("clinic-1", seal);
            approve(seal, () -> backups(seal).create("before", "j.doe", "nightly"));
            assertThat(backups(seal).list()).isEmpty();
            backups(seal).create("before", "j.doe", "nightly");

            approve(seal, () -> backups(seal).restore("before", "j.doe", "lost"));
            assertThat(backups(seal).restore("before", "j.doe", "lost").complete())
                    .isTrue();
        }
    }

    @Test
    void asksTheAuthorizer() {
        try (ColumnSeal seal = build(store)
                .keyAuthorizer(access ->
                        access.operation() != KeyOperation.BACKUP && access.operation() != KeyOperation.RESTORE)
                .build()) {
            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> backups(seal).create("j.doe", "nightly"));
        }
        try (ColumnSeal seal = open(store)) {
            backups(seal).create("before", "j.doe", "nightly");
        }
        try (ColumnSeal seal = build(store)
                .keyAuthorizer(access -> access.operation() != KeyOperation.RESTORE)
                .build()) {
            assertThatExceptionOfType(KeyOperationRefusedException.class)
                    .isThrownBy(() -> backups(seal).restore("before", "j.doe", "lost"));
        }
    }

    @Test
    void recordsWhoMadeARestoredBackup() {
        try (ColumnSeal seal = open(store)) {
            backups(seal).create("before", "j.doe", "nightly");
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> backups(seal).create("before", "j.doe", "again"))
                    .withMessageContaining("already");
        }
        assertThat(store.uses())
                .filteredOn(entry -> entry.operation().equals("BACKUP"))
                .extracting(
                        AccessLog.Entry::success,
                        AccessLog.Entry::actor,
                        AccessLog.Entry::reason,
                        AccessLog.Entry::backup)
                .containsExactly(tuple(true, "j.doe", "nightly", "before"), tuple(false, "j.doe", "again", "before"));
    }

    @Test
    void liesInFilesThatOnlyTheirOwnerReads() throws Exception {
        try (ColumnSeal seal = open(store)) {
            Path file = backups(seal).create("j.doe", "nightly").file();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void refusesADirectoryAndFilesThatOthersCouldWrite() throws Exception {
        try (ColumnSeal seal = open(store)) {
            Path file = backups(seal).create("before", "j.doe", "nightly").file();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> backups(seal).verify("before"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
            assertThatThrownBy(() -> backups(seal).create("other", "j.doe", "nightly"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("chmod 700");
        }
    }

    @Test
    void keepsTheNewestAndThoseThatWereNamed() throws Exception {
        try (ColumnSeal seal = open(store)) {
            backups(seal).create("before-upgrade", "j.doe", "upgrade");
            for (int day = 0; day < 4; day++) {
                now = now.plusSeconds(86_400);
                backups(seal).create("j.doe", "nightly");
            }

            List<BackupInfo> removed = backups(seal).keepNewest(2, "j.doe", "old");

            assertThat(removed).hasSize(2);
            assertThat(backups(seal).list())
                    .extracting(BackupInfo::name)
                    .containsExactly("keys-20261202T020000.000000Z", "keys-20261201T020000.000000Z", "before-upgrade");
            assertThat(store.uses())
                    .filteredOn(entry -> entry.operation().equals("REMOVE_BACKUP"))
                    .hasSize(2);
            Path newest = backups(seal).list().get(0).file();
            Files.write(newest, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
            assertThatThrownBy(() -> backups(seal).keepNewest(1, "j.doe", "old"))
                    .isInstanceOf(BackupException.class);
            assertThat(backups(seal).list()).hasSize(3);
        }
    }

    @Test
    void removesNoBackupForOneThatTellsATimeToComeOrIsOfAnotherEnvironment() {
        Instant today = now;
        try (ColumnSeal seal = open(store)) {
            now = today.plus(Duration.ofDays(3_650));
            String future =
                    backups(seal).create("j.doe", "while the clock was wrong").name();
            now = today;
            String first = backups(seal).create("j.doe", "nightly").name();
            now = today.plusSeconds(86_400);
            try (ColumnSeal development = build(new InMemoryDataKeyStore())
                    .environment(Environment.DEVELOPMENT)
                    .build()) {
                backups(development).create("j.doe", "in the wrong directory");
            }
            now = today.plusSeconds(90_000);
            String second = backups(seal).create("j.doe", "nightly").name();

            assertThat(backups(seal).keepNewest(1, "j.doe", "nightly"))
                    .extracting(BackupInfo::name)
                    .containsExactly(first);

            assertThat(backups(seal).list())
                    .extracting(BackupInfo::name)
                    .contains(future, second)
                    .hasSize(3);
        }
    }

    @Test
    void takesNoNameThatLeavesTheDirectory() {
        try (ColumnSeal seal = open(store)) {
            for (String name : List.of("", "../x", "a/b", ".hidden", "a\\b", "a:b", "x".repeat(101))) {
                assertThatThrownBy(() -> backups(seal).create(name, "j.doe", "nightly"))
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> backups(seal).verify(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private void fill(ColumnSeal seal) {
        for (String tenant : List.of("clinic-1", "clinic-2")) {
            seal(tenant, seal);
            seal.keys().rotate(tenant, "j.doe", "yearly");
            seal(tenant, seal);
            seal.keys().rotateIndex(tenant, "j.doe", "first");
        }
        seal("compromised", seal);
        seal.keys().markCompromised(active("compromised"), "j.doe", "found in a dump");
        seal.keys().initialize("suspended", "j.doe");
        KeyId leaked = active("suspended");
        seal.keys().markCompromised(leaked, "j.doe", "found in a dump");
        seal.keys().suspend(leaked, "j.doe", "nobody is to read with it");
        seal.keys().initialize("destroyed", "j.doe");
        seal.keys().shred("destroyed", "j.doe", "erasure");
        store.columns().register(List.of(EmptyStore.column("app", "ssn", "patient.ssn")));
    }

    private KeyId active(String tenant) {
        return store.findActive(tenant, KeyUsage.FIELD).orElseThrow().identity().id();
    }

    private void seal(String tenant, ColumnSeal seal) {
        FieldContext context = FieldContext.of(tenant, "patient.column" + sealed.size());
        sealed.put(context, seal.fields().encrypt(context, PLAINTEXT));
    }

    private void assertEverythingOpens(ColumnSeal seal) {
        assertThat(sealed)
                .isNotEmpty()
                .allSatisfy((context, value) ->
                        assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
    }

    private static void approve(ColumnSeal seal, ThrowingCallable operation) {
        KeyOperationRefusedException refused = catchThrowableOfType(KeyOperationRefusedException.class, operation);
        String id =
                seal.keys().approvals().request(refused, "j.doe", "as agreed").id();
        seal.keys().approvals().approve(id, "a.smith", "as agreed");
    }

    private static void copy(InMemoryDataKeyStore from, InMemoryDataKeyStore to, Predicate<DataKeyRow> which) {
        to.restore(
                from.rows().stream()
                        .filter(which)
                        .map(row -> new RestoredRow(row, RestoredRow.ABSENT))
                        .toList(),
                List.of(),
                AccessLogChain.NONE);
    }

    private Backups backups(ColumnSeal seal) {
        return seal.backups(directory);
    }

    private BackupRestore alone(InMemoryDataKeyStore target) {
        return new BackupRestore(Environment.TEST, target, kms, directory);
    }

    private ColumnSeal open(InMemoryDataKeyStore target) {
        return build(target).build();
    }

    private ColumnSealBuilder build(InMemoryDataKeyStore target) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(target)
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    }
}
