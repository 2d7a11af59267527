package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DataKeyStore} keeps: of rows, of changes and of several nodes at once what its superclasses say, and
 * of uses of the KEK and columns what stands here. Extend it, supply an empty store, and inherit the tests.
 */
public abstract class DataKeyStoreContract extends ManyNodesContract {

    /** A store without keys and columns, ready to be used; closed after each test. */
    @Override
    protected abstract DataKeyStore openEmptyStore();

    /** What the access log of the store opened last holds, read past the store, oldest entry first. */
    protected abstract List<AccessLog.Entry> recordedUses();

    @Test
    final void recordsUsesOfTheKek() {
        AccessLog.Entry full =
                new AccessLog.Entry(KeyRows.NOW, "UNWRAP", true, "kek-1", new KeyId(-1), "Zoë", AccessLog.SYSTEM_ACTOR);
        AccessLog.Entry bare = new AccessLog.Entry(KeyRows.NOW, "GENERATE", false, null, null, null, "j.doe");

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

    @Test
    final void remembersTheIndexesOfAColumn() {
        RegisteredColumn plain = column("app", "ssn", "patient.ssn");
        IndexColumn equality = new IndexColumn("", "ssn_bidx", "0a".repeat(32), 128);
        IndexColumn odd = new IndexColumn("last4", "\"Last: four\" \u00e9", "", 128);

        store().columns().register(List.of(indexed(plain, List.of(equality, odd))));
        assertThat(store().columns().find("app")).containsExactly(indexed(plain, List.of(equality, odd)));

        store().columns().register(List.of(indexed(plain, List.of(odd))));
        assertThat(store().columns().find("app")).containsExactly(indexed(plain, List.of(odd)));

        store().columns().register(List.of(plain));
        assertThat(store().columns().find("app")).containsExactly(plain);
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

    private static AccessLog.Entry use(String actor) {
        return new AccessLog.Entry(KeyRows.NOW, "GENERATE", true, "kek-1", new KeyId(1), "clinic-1", actor);
    }

    private static RegisteredColumn indexed(RegisteredColumn column, List<IndexColumn> indexes) {
        return new RegisteredColumn(
                column.application(),
                column.entity(),
                column.attribute(),
                column.table(),
                column.column(),
                column.context(),
                column.purpose(),
                column.codec(),
                column.storage(),
                indexes);
    }
}
