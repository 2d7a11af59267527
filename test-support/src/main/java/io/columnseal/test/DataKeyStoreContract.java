package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DataKeyStore} keeps. Extend it, supply an empty store, and inherit the tests. */
public abstract class DataKeyStoreContract {

    private static final int NODES = 8;

    private DataKeyStore store;

    /** A store without keys and columns, ready to be used; closed after each test. */
    protected abstract DataKeyStore openEmptyStore();

    /** What the access log of the store opened last holds, read past the store, oldest entry first. */
    protected abstract List<AccessLog.Entry> recordedUses();

    @BeforeEach
    final void open() {
        store = openEmptyStore();
    }

    @AfterEach
    final void close() {
        // None if it could not be opened here, which is then what the report should say
        if (store != null) {
            store.close();
        }
    }

    @Test
    final void findsNothingInAnEmptyStore() {
        store.verify();

        assertThat(store.isEmpty()).isTrue();
        assertThat(store.find(new KeyId(1))).isEmpty();
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).isEmpty();
        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    final void givesBackEveryFieldOfARow() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).withEveryField().row();

        assertThat(write(row)).isTrue();

        assertThat(store.find(row.identity().id())).contains(row);
        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).contains(row);
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).containsExactly(row);
    }

    @Test
    final void givesBackARowWithoutOptionalFields() {
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.DESTROYED)
                .withoutOptionalFields()
                .row();

        assertThat(write(row)).isTrue();

        assertThat(store.find(row.identity().id())).contains(row);
    }

    @Test
    final void keepsTimesToTheMicrosecondInEveryTimeZone() {
        List<String> zones = List.of("UTC", "America/New_York", "Asia/Kathmandu", "Europe/Berlin");
        // Wall clocks that a zone skips or has twice matter as UTC too: drivers read UTC's digits as local time
        List<Instant> times = List.of(
                Instant.parse("2024-03-31T02:30:00.000001Z"), // these digits are skipped in Berlin
                Instant.parse("2024-03-31T01:30:00.000001Z"), // this moment is right after the skipped hour
                Instant.parse("2024-03-10T02:30:00.999999Z"), // skipped in New York
                Instant.parse("2024-11-03T01:30:00.999999Z"), // twice in New York
                Instant.parse("2024-11-03T05:30:00.999999Z"), // the moment before New York has that hour again
                Instant.parse("1999-12-31T23:59:59.123456Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("2099-06-15T12:00:00Z"));
        TimeZone before = TimeZone.getDefault();
        try {
            int version = 1;
            for (String writer : zones) {
                for (Instant time : times) {
                    TimeZone.setDefault(TimeZone.getTimeZone(writer));
                    DataKeyRow row = KeyRows.of("clinic-1", version++, KeyState.RETIRED)
                            .at(time)
                            .row();
                    write(row);
                    for (String reader : zones) {
                        TimeZone.setDefault(TimeZone.getTimeZone(reader));
                        assertThat(store.find(row.identity().id()))
                                .as("%s, written in %s, read in %s", time, writer, reader)
                                .contains(row);
                    }
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    final void keepsTextOfEveryScript() {
        String text = "Zoë 東京 😀 \\ ' \" % _ ; --";
        DataKeyRow row = KeyRows.active(text, 1).because(text).row();

        write(row);

        assertThat(store.findActive(text, KeyUsage.FIELD)).contains(row);
    }

    @Test
    final void tellsTenantsApartByteByByte() {
        List<String> tenants = List.of(
                "acme", "ACME", "Acme", "acme ", "acme  ", " acme", "acmé", "acme\u0301", "acm\u0065\u0301", "a", "%");
        List<String> distinct = tenants.stream().distinct().toList();
        distinct.forEach(tenant ->
                assertThat(write(KeyRows.active(tenant, 1).row())).as(tenant).isTrue());

        for (String tenant : distinct) {
            assertThat(store.findAll(tenant, KeyUsage.FIELD))
                    .extracting(row -> row.identity().tenant())
                    .containsExactly(tenant);
            assertThat(store.findActive(tenant, KeyUsage.FIELD))
                    .hasValueSatisfying(
                            row -> assertThat(row.identity().tenant()).isEqualTo(tenant));
        }
        assertThat(store.findActive("aCME", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    final void tellsUsagesApart() {
        DataKeyRow field = KeyRows.active("clinic-1", 1).row();
        DataKeyRow index = KeyRows.active("clinic-1", 1).usedFor(KeyUsage.INDEX).row();

        assertThat(write(field, index)).isTrue();

        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).contains(field);
        assertThat(store.findActive("clinic-1", KeyUsage.INDEX)).contains(index);
    }

    @Test
    final void listsTheNewestVersionFirst() {
        write(KeyRows.of("clinic-1", 2, KeyState.RETIRED).row());
        write(KeyRows.of("clinic-1", 10, KeyState.PENDING).row());
        write(KeyRows.of("clinic-1", 1, KeyState.RETIRED).row());

        assertThat(store.findAll("clinic-1", KeyUsage.FIELD))
                .extracting(row -> row.identity().version())
                .containsExactly(10, 2, 1);
    }

    @Test
    final void replacesARowOfTheRevisionBefore() {
        DataKeyRow first = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(first);
        DataKeyRow second = KeyRows.changed(first, KeyState.ACTIVE);

        assertThat(write(second)).isTrue();

        assertThat(store.find(first.identity().id())).contains(second);
    }

    @Test
    final void refusesARevisionThatSomebodyElseWroteFirst() {
        DataKeyRow first = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(first);
        DataKeyRow suspended = KeyRows.changed(first, KeyState.SUSPENDED);
        write(suspended);

        assertThat(write(KeyRows.changed(first, KeyState.ACTIVE))).isFalse();

        assertThat(store.find(first.identity().id())).contains(suspended);
    }

    @Test
    final void refusesToReplaceARowThatIsNotThere() {
        DataKeyRow never = KeyRows.changed(KeyRows.active("clinic-1", 1).row(), KeyState.RETIRED);

        assertThat(write(never)).isFalse();
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    final void refusesAnIdThatExists() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);

        assertThat(write(KeyRows.active("clinic-2", 1)
                        .withId(row.identity().id())
                        .row()))
                .isFalse();
        assertThat(store.find(row.identity().id())).contains(row);
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

        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).contains(active);
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).hasSize(1);
    }

    @Test
    final void replacesTheActiveKeyInOneWrite() {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        DataKeyRow pending = KeyRows.of("clinic-1", 2, KeyState.PENDING).row();
        write(old);
        write(pending);
        DataKeyRow active = KeyRows.changed(pending, KeyState.ACTIVE);

        assertThat(write(active, KeyRows.changed(old, KeyState.RETIRED))).isTrue();

        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).contains(active);
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD))
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

        assertThat(store.findActive("clinic-1", KeyUsage.FIELD)).contains(old);
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

        assertThat(store.find(row.identity().id())).hasValueSatisfying(stored -> {
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
        long before = store.revision();
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();

        write(row);
        assertThat(store.revision()).isEqualTo(before + 1);
        write(row);
        store.find(row.identity().id());
        assertThat(store.revision()).isEqualTo(before + 1);
    }

    @Test
    final void isEmptyUntilAKeyCouldHaveBeenUsed() {
        DataKeyRow pending = KeyRows.of("clinic-1", 1, KeyState.PENDING).row();
        write(pending);
        assertThat(store.isEmpty()).isTrue();

        write(KeyRows.changed(pending, KeyState.ACTIVE));
        assertThat(store.isEmpty()).isFalse();
    }

    @Test
    final void letsOneOfManyNodesInsertAVersion() throws Exception {
        List<Boolean> outcomes =
                atOnce(node -> write(KeyRows.of("clinic-1", 1, KeyState.PENDING).row()));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).hasSize(1);
    }

    @Test
    final void letsOneOfManyNodesActivateItsKey() throws Exception {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        write(old);
        List<DataKeyRow> pending = IntStream.range(0, NODES)
                .mapToObj(node ->
                        KeyRows.of("clinic-1", 2 + node, KeyState.PENDING).row())
                .toList();
        pending.forEach(this::write);

        List<Boolean> outcomes = atOnce(node ->
                write(KeyRows.changed(old, KeyState.RETIRED), KeyRows.changed(pending.get(node), KeyState.ACTIVE)));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(store.findActive("clinic-1", KeyUsage.FIELD))
                .contains(KeyRows.changed(pending.get(outcomes.indexOf(true)), KeyState.ACTIVE));
    }

    @Test
    final void recordsUsesOfTheKek() {
        AccessLog.Entry full =
                new AccessLog.Entry(KeyRows.NOW, "UNWRAP", true, "kek-1", new KeyId(-1), "Zoë", AccessLog.SYSTEM_ACTOR);
        AccessLog.Entry bare = new AccessLog.Entry(KeyRows.NOW, "GENERATE", false, null, null, null, "j.doe");

        store.accessLog().append(full);
        store.accessLog().append(bare);
        assertThat(recordedUses()).containsExactly(full, bare);

        store.write(List.of(KeyRows.of("clinic-1", 1, KeyState.PENDING).row()), List.of(bare, full));
        assertThat(recordedUses()).containsExactly(full, bare, bare, full);
    }

    @Test
    final void recordsNoUseOfTheKekWithRowsThatItRefuses() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);

        assertThat(store.write(List.of(KeyRows.active("clinic-1", 2).row()), List.of(use("j.doe"))))
                .isFalse();
        assertThat(store.write(List.of(row), List.of(use("j.doe")))).isFalse();

        assertThat(recordedUses()).isEmpty();
    }

    @Test
    final void closesMoreThanOnce() {
        store.close();
        store.close();
    }

    @Test
    final void remembersColumns() {
        ColumnRegistry columns = store.columns();
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

        store.columns().register(List.of(indexed(plain, List.of(equality, odd))));
        assertThat(store.columns().find("app")).containsExactly(indexed(plain, List.of(equality, odd)));

        store.columns().register(List.of(indexed(plain, List.of(odd))));
        assertThat(store.columns().find("app")).containsExactly(indexed(plain, List.of(odd)));

        store.columns().register(List.of(plain));
        assertThat(store.columns().find("app")).containsExactly(plain);
    }

    @Test
    final void replacesAColumnThatChanged() {
        RegisteredColumn before = column("app", "ssn", "patient.ssn");
        RegisteredColumn after = column("app", "ssn", "person.ssn");
        store.columns().register(List.of(before));

        store.columns().register(List.of(after));

        assertThat(store.columns().find("app")).containsExactly(after);
    }

    @Test
    final void keepsTheLastOfSeveralColumnsOfOneAttribute() {
        RegisteredColumn last = column("app", "ssn", "person.ssn");

        store.columns().register(List.of(column("app", "ssn", "patient.ssn"), last));

        assertThat(store.columns().find("app")).containsExactly(last);
    }

    @Test
    final void registersTheSameColumnsFromManyNodesAtOnce() throws Exception {
        List<RegisteredColumn> all = IntStream.range(0, 20)
                .mapToObj(i -> column("app", "attribute" + i, "patient.column" + i))
                .toList();

        atOnce(node -> {
            store.columns().register(all);
            return true;
        });

        assertThat(store.columns().find("app")).containsExactlyInAnyOrderElementsOf(all);
    }

    private boolean write(DataKeyRow... rows) {
        return store.write(Stream.of(rows).toList(), List.of());
    }

    private static AccessLog.Entry use(String actor) {
        return new AccessLog.Entry(KeyRows.NOW, "GENERATE", true, "kek-1", new KeyId(1), "clinic-1", actor);
    }

    private static RegisteredColumn column(String application, String attribute, String context) {
        return new RegisteredColumn(
                application, "Patient", attribute, "patient", attribute, context, "field", "text", Storage.BINARY);
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

    private interface Node<T> {
        T run(int node) throws Exception;
    }

    private static <T> List<T> atOnce(Node<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Callable<T>> nodes = IntStream.range(0, NODES)
                    .mapToObj(node -> (Callable<T>) () -> {
                        start.await();
                        return work.run(node);
                    })
                    .toList();
            List<Future<T>> outcomes = threads.invokeAll(nodes);
            List<T> results = new ArrayList<>();
            for (Future<T> outcome : outcomes) {
                results.add(outcome.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
