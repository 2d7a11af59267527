package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.AccessLogChain;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyChange;
import io.columnseal.key.KeyChanges;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RestoredRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes apply to what is stored and to nothing else, whole or not at all. */
abstract class KeyChangeContract extends KeyRowContract {

    @Test
    final void replacesARowOfTheRevisionBefore() {
        DataKeyRow first = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(first);
        DataKeyRow second = KeyRows.changed(first, KeyState.ACTIVE);

        assertThat(write(second)).isTrue();

        assertThat(store().find(first.identity().id())).contains(second);
    }

    @Test
    final void refusesARevisionThatSomebodyElseWroteFirst() {
        DataKeyRow first = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(first);
        DataKeyRow suspended = KeyRows.changed(first, KeyState.SUSPENDED);
        write(suspended);

        assertThat(write(KeyRows.changed(first, KeyState.ACTIVE))).isFalse();

        assertThat(store().find(first.identity().id())).contains(suspended);
    }

    @Test
    final void refusesToReplaceARowThatIsNotThere() {
        DataKeyRow never = KeyRows.changed(KeyRows.active("clinic-1", 1).row(), KeyState.RETIRED);

        assertThat(write(never)).isFalse();
        assertThat(store().isEmpty()).isTrue();
    }

    @Test
    final void refusesAnIdThatExists() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);

        assertThat(write(KeyRows.active("clinic-2", 1)
                        .withId(row.identity().id())
                        .row()))
                .isFalse();
        assertThat(store().find(row.identity().id())).contains(row);
    }

    @Test
    final void refusesAVersionThatExists() {
        write(KeyRows.of("clinic-1", 1, KeyState.PENDING).row());

        assertThat(write(KeyRows.of("clinic-1", 1, KeyState.PENDING).row())).isFalse();
    }

    @Test
    final void refusesASecondActiveKey() {
        DataKeyRow active = KeyRows.active("clinic-1", 1).row();
        write(active);

        assertThat(write(KeyRows.active("clinic-1", 2).row())).isFalse();

        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(active);
        assertThat(store().findAll("clinic-1", KeyUsage.FIELD)).hasSize(1);
    }

    @Test
    final void replacesTheActiveKeyInOneWrite() {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        DataKeyRow pending = KeyRows.of("clinic-1", 2, KeyState.PENDING).row();
        write(old);
        write(pending);
        DataKeyRow active = KeyRows.changed(pending, KeyState.ACTIVE);

        assertThat(write(active, KeyRows.changed(old, KeyState.RETIRED))).isTrue();

        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(active);
        assertThat(store().findAll("clinic-1", KeyUsage.FIELD))
                .extracting(DataKeyRow::state)
                .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
    }

    @Test
    final void writesAllRowsOrNone() {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        write(old);
        DataKeyRow retired = KeyRows.changed(old, KeyState.RETIRED);
        DataKeyRow notThere =
                KeyRows.changed(KeyRows.of("clinic-1", 2, KeyState.PENDING).row(), KeyState.ACTIVE);

        assertThat(write(retired, notThere)).isFalse();

        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(old);
    }

    @Test
    final void keepsWhatAReplacementCannotChange() {
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(row);
        DataKeyRow forged = KeyRows.changed(
                KeyRows.of("clinic-2", 7, KeyState.PENDING)
                        .withId(row.identity().id())
                        .row(),
                KeyState.RETIRED);
        write(forged);

        assertThat(store().find(row.identity().id())).hasValueSatisfying(stored -> {
            assertThat(stored.identity()).isEqualTo(row.identity());
            assertThat(stored.checkValue()).isEqualTo(row.checkValue());
            assertThat(stored.sealCount()).isEqualTo(row.sealCount());
            assertThat(stored.createdAt()).isEqualTo(row.createdAt());
            assertThat(stored.createdBy()).isEqualTo(row.createdBy());
            assertThat(stored.state()).isEqualTo(KeyState.RETIRED);
        });
    }

    @Test
    final void countsEveryWriteAndNothingElse() {
        long before = store().revision();
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();

        write(row);
        assertThat(store().revision()).isEqualTo(before + 1);
        write(row);
        store().find(row.identity().id());
        assertThat(store().revision()).isEqualTo(before + 1);
    }

    @Test
    final void tellsWhichKeysChangedSinceARevision() {
        DataKeyRow first = KeyRows.active("Zoë", 1).row();
        DataKeyRow second = KeyRows.active("clinic-2", 1).row();
        write(first);
        long before = store().revision();
        assertThat(store().changesSince(before)).isEqualTo(new KeyChanges(before, List.of()));
        write(second);
        write(KeyRows.changed(first, KeyState.RETIRED));
        write(KeyRows.changed(KeyRows.changed(first, KeyState.RETIRED), KeyState.SUSPENDED));

        KeyChanges changes = store().changesSince(before);

        assertThat(changes.revision()).isEqualTo(store().revision());
        assertThat(changes.keys())
                .containsExactlyInAnyOrder(
                        new KeyChange(second.identity().id(), "clinic-2", KeyUsage.FIELD, KeyState.ACTIVE),
                        new KeyChange(first.identity().id(), "Zoë", KeyUsage.FIELD, KeyState.SUSPENDED));
        assertThat(store().changesSince(changes.revision()).keys()).isEmpty();
    }

    @Test
    final void tellsOfNoChangeThatWasRefused() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);
        long before = store().revision();

        write(
                KeyRows.changed(row, KeyState.RETIRED),
                KeyRows.active("clinic-1", 1).row());

        assertThat(store().changesSince(before)).isEqualTo(new KeyChanges(before, List.of()));
    }

    @Test
    final void tellsOfNoKeyThatIsPending() {
        write(KeyRows.of("clinic-1", 1, KeyState.PENDING).row());

        assertThat(store().changesSince(0).keys()).isEmpty();
    }

    @Test
    final void countsSealsOfAnActiveKeyUpToALimit() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);
        KeyId id = row.identity().id();
        long before = store().revision();

        assertThat(store().reserveSeals(id, 1L << 31, 1L << 32)).hasValue(1L << 31);
        assertThat(store().reserveSeals(id, (1L << 31) - 1, 1L << 32)).hasValue((1L << 32) - 1);
        assertThat(store().reserveSeals(id, 2, 1L << 32)).isEmpty();
        assertThat(store().reserveSeals(id, 1, 1L << 32)).hasValue(1L << 32);

        assertThat(store().find(id))
                .hasValueSatisfying(stored -> assertThat(stored.sealCount()).isEqualTo(1L << 32));
        assertThat(store().revision()).isEqualTo(before);
    }

    /** A store need not; one that does takes back no seal that was made. */
    @Test
    final void takesSealsBackUnlessItsCountIsAnotherOne() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);
        KeyId id = row.identity().id();
        long before = store().revision();
        store().reserveSeals(id, 1000, 1L << 32);
        store().reserveSeals(id, 50, 1L << 32);

        store().returnSeals(id, 700, 1051);
        assertThat(sealCount(id)).isEqualTo(1050);
        store().returnSeals(id, 700, 1000);
        assertThat(sealCount(id)).isEqualTo(1050);
        store().returnSeals(id, 50, 1050);
        assertThat(sealCount(id)).isIn(1000L, 1050L);
        store().returnSeals(new KeyId(42), 1, 1);

        assertThat(store().revision()).isEqualTo(before);
    }

    private long sealCount(KeyId id) {
        return store().find(id).orElseThrow().sealCount();
    }

    @Test
    final void countsNoSealsOfAKeyThatIsNotActive() {
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.RETIRED).row();
        write(row);

        assertThat(store().reserveSeals(row.identity().id(), 1, 10)).isEmpty();
        assertThat(store().reserveSeals(new KeyId(42), 1, 10)).isEmpty();
    }

    @Test
    final void isEmptyUntilAKeyCouldHaveBeenUsed() {
        DataKeyRow pending = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(pending);
        assertThat(store().isEmpty()).isTrue();

        write(KeyRows.changed(pending, KeyState.ACTIVE));
        assertThat(store().isEmpty()).isFalse();
    }

    @Test
    final void restoresRowsOfAnyRevisionAsTheyAre() {
        DataKeyRow row =
                revision(7, KeyRows.active("clinic-1", 3).withEveryField().row());
        DataKeyRow destroyed = revision(
                4,
                KeyRows.of("clinic-1", 1, KeyState.DESTROYED)
                        .withoutOptionalFields()
                        .row());
        long before = store().revision();

        assertThat(restore(added(row), added(destroyed))).isTrue();

        assertThat(store().find(row.identity().id())).contains(row);
        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(row);
        assertThat(store().find(destroyed.identity().id())).contains(destroyed);
        assertThat(store().changesSince(before).keys())
                .extracting(KeyChange::id)
                .contains(row.identity().id(), destroyed.identity().id());
    }

    @Test
    final void replacesARowAsAWholeWhenItIsRestored() {
        DataKeyRow stored = KeyRows.active("clinic-1", 1).row();
        write(stored);
        DataKeyRow other = revision(
                9,
                KeyRows.of("clinic-2", 5, KeyState.RETIRED)
                        .withId(stored.identity().id())
                        .withEveryField()
                        .row());

        assertThat(restore(new RestoredRow(other, 1))).isTrue();

        assertThat(store().find(stored.identity().id())).contains(other);
        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    final void restoresNothingIfOneRowIsNotAsExpected() {
        DataKeyRow stored = KeyRows.active("clinic-1", 1).row();
        write(stored);
        DataKeyRow suspended = KeyRows.changed(stored, KeyState.SUSPENDED);
        write(suspended);
        DataKeyRow other = KeyRows.active("clinic-2", 1).row();
        List<RestoredRow> refused = List.of(
                added(stored),
                new RestoredRow(stored, 1),
                new RestoredRow(KeyRows.active("clinic-3", 1).row(), 1),
                added(KeyRows.of("clinic-1", 1, KeyState.RETIRED).row()));

        for (RestoredRow row : refused) {
            assertThat(restore(added(other), row)).as(row.toString()).isFalse();
        }
        assertThat(store().find(stored.identity().id())).contains(suspended);
        assertThat(store().find(other.identity().id())).isEmpty();
    }

    @Test
    final void restoresNoSecondActiveKey() {
        write(KeyRows.active("clinic-1", 1).row());

        assertThat(restore(added(KeyRows.active("clinic-1", 2).row()))).isFalse();
        assertThat(restore(
                        added(KeyRows.active("clinic-2", 1).row()),
                        added(KeyRows.active("clinic-2", 2).row())))
                .isFalse();
    }

    @Test
    final void movesTheActiveSlotWhenItRestores() {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        write(old);
        DataKeyRow next = revision(2, KeyRows.active("clinic-1", 2).row());

        assertThat(restore(added(next), new RestoredRow(revision(3, KeyRows.changed(old, KeyState.RETIRED)), 1)))
                .isTrue();

        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(next);
    }

    private boolean restore(RestoredRow... rows) {
        return store().restore(List.of(rows), List.of(), AccessLogChain.NONE);
    }

    private static RestoredRow added(DataKeyRow row) {
        return new RestoredRow(row, RestoredRow.ABSENT);
    }

    private static DataKeyRow revision(long revision, DataKeyRow row) {
        return KeyRows.atRevision(row, revision);
    }
}
