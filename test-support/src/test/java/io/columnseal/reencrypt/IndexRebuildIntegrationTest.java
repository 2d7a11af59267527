package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.Storage;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.index.IndexContext;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.IndexRotationReport.Outcome;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rebuilds of blind indexes and what they end, on tables as an application has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IndexRebuildIntegrationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final Duration HARD_LIMIT = Duration.ofHours(1);
    private static final Duration SETTLED = HARD_LIMIT.plusMinutes(10).plus(IndexRebuild.LONGEST_TRANSACTION);
    private static final Duration WRITTEN_UNDER_THE_NEW_KEY = HARD_LIMIT.plusMinutes(5);

    private static final SealedColumn SSN = column("person", List.of("id"), "ssn", Storage.BINARY);
    private static final SealedColumn CITY = column("person", List.of("id"), "city", Storage.TEXT);
    private static final SealedColumn ROOM = column("stay", List.of("clinic", "bed"), "room", Storage.BINARY);

    private TestDatabase database;
    private ClinicTables tables;
    private InMemoryDataKeyStore store;
    private final List<SealEvent> events = new CopyOnWriteArrayList<>();
    private final List<ColumnSeal> nodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ColumnSeal seal;

    abstract TestDatabase connect() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = connect();
        tables = new ClinicTables(database.dataSource());
    }

    @AfterAll
    void disconnect() {
        database.close();
    }

    @BeforeEach
    void open() {
        tables.update("drop table if exists person");
        tables.update("drop table if exists stay");
        String indexed = database.indexType();
        tables.update("create table person (id bigint primary key, ssn " + database.binaryType() + ", ssn_bidx "
                + indexed + ", city " + database.textType() + ", city_bidx " + indexed + ")");
        tables.update("create table stay (clinic varchar(20), bed int, room " + database.binaryType() + ", room_bidx "
                + indexed + ")");
        store = new InMemoryDataKeyStore();
        events.clear();
        seal = node();
    }

    @AfterEach
    void close() {
        nodes.forEach(ColumnSeal::close);
        nodes.clear();
    }

    @Test
    void makesTheIndexValuesOfRowsThatAreOlderThanTheirIndex() {
        insert(0, 1100);
        tables.update("update person set ssn_bidx = null, city_bidx = null");

        IndexRebuildReport report = rebuild(SSN, CITY).run();

        assertThat(report.written()).isEqualTo(2200);
        assertThat(report.rowsRead()).isEqualTo(2200);
        assertThat(report.conflicts()).isZero();
        assertThat(report.complete()).isTrue();
        assertThat(report.rotations()).isEmpty();
        for (int i : List.of(0, 1, 517, 1099)) {
            assertThat(find(SSN, tenant(i), ssn(i))).containsExactly((long) i);
            assertThat(find(CITY, tenant(i), city(i))).contains((long) i);
        }
        assertThat(rebuild(SSN, CITY).run().rowsRead()).isZero();
    }

    @Test
    void leavesAloneWhatIsIndexed() {
        insert(0, 10);
        List<Object[]> before = rows();

        IndexRebuildReport report = rebuild(SSN, CITY).run();

        assertThat(report.rowsRead()).isZero();
        assertThat(report.complete()).isTrue();
        assertThat(rows()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void movesTheIndexValuesOfARotatedTenantToItsNewKeyAndNothingElse() {
        insert(0, 300);
        List<Object[]> before = rows();
        rotate(NORTH);
        pass(WRITTEN_UNDER_THE_NEW_KEY);

        IndexRebuildReport report = rebuild(SSN, CITY).pageSize(7).run();

        assertThat(report.written()).isEqualTo(300);
        assertThat(report.complete()).isTrue();
        List<Object[]> after = rows();
        for (int i = 0; i < 300; i++) {
            assertThat(after.get(i)[1]).isEqualTo(before.get(i)[1]);
            assertThat(after.get(i)[3]).isEqualTo(before.get(i)[3]);
            if (tenant(i).equals(SOUTH)) {
                assertThat(after.get(i)).usingRecursiveComparison().isEqualTo(before.get(i));
            } else {
                assertThat((byte[]) after.get(i)[2]).startsWith(2).isEqualTo(indexValue(SSN, NORTH, ssn(i)));
            }
            assertThat(find(SSN, tenant(i), ssn(i))).containsExactly((long) i);
        }
    }

    @Test
    void writesUnderThePreviousKeyWhileNewValuesAre() {
        insert(0, 10);
        rotate(NORTH);
        tables.update("update person set ssn_bidx = null where id = 2");

        IndexRebuildReport report = rebuild(SSN).run();

        assertThat(report.written()).isEqualTo(1);
        assertThat(report.complete()).isTrue();
        assertThat(bidx(2)).startsWith(1);
    }

    @Test
    void takesTheIndexValueFromRowsWithoutAValue() {
        insert(0, 4);
        tables.update("update person set ssn = null where id in (1, 2)");
        tables.update("insert into person (id) values (7)");

        IndexRebuildReport report = rebuild(SSN).run();

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.complete()).isTrue();
        assertThat(bidx(1)).isNull();
        assertThat(bidx(2)).isNull();
        assertThat(bidx(7)).isNull();
        assertThat(bidx(0)).isNotNull();
    }

    @Test
    void findsEveryRowOfACompositeKeyAndOfOneThatHoldsNull() {
        for (boolean withNull : List.of(false, true)) {
            tables.update("delete from stay");
            Object copied = seal(ROOM, NORTH, "copied");
            for (int i = 0; i < 90; i++) {
                Object room = i % 9 == 0 ? copied : seal(ROOM, NORTH, "room " + i);
                tables.update("insert into stay (clinic, bed, room) values (?, ?, ?)", "c" + i % 7, i, room);
            }
            tables.update(
                    "insert into stay (clinic, bed, room_bidx) values ('x', 91, ?)", indexValue(ROOM, NORTH, "gone"));
            if (withNull) {
                tables.update("update stay set clinic = null where bed < 10 or bed = 91");
            }

            IndexRebuildReport report = rebuild(ROOM).pageSize(4).run();

            assertThat(report.written()).isEqualTo(91);
            assertThat(report.complete()).isTrue();
            assertThat(findBeds("copied")).hasSize(10);
            assertThat(findBeds("room 5")).containsExactly(5);
            assertThat(findBeds("gone")).isEmpty();
        }
        rotate(NORTH);
        pass(WRITTEN_UNDER_THE_NEW_KEY);
        assertThat(rebuild(ROOM).pageSize(4).run().complete()).isTrue();
        assertThat(findBeds("copied")).hasSize(10);
    }

    @Test
    void countsWhatDoesNotOpenAndLeavesItAsItIs() {
        insert(0, 10);
        tables.update("update person set ssn_bidx = null");
        byte[] altered = (byte[]) stored(2);
        altered[altered.length - 1] ^= 1;
        tables.update("update person set ssn = ? where id = 2", (Object) altered);
        byte[] unknown = (byte[]) stored(3);
        unknown[5] ^= 1;
        tables.update("update person set ssn = ? where id = 3", (Object) unknown);
        tables.update("update person set ssn = ? where id = 4", (Object) "plain".getBytes(StandardCharsets.UTF_8));
        tables.update("update person set ssn = ? where id = 5", seal(SSN, SOUTH, "fails"));

        IndexRebuildReport report = rebuild(SSN).run();

        assertThat(report.written()).isEqualTo(6);
        assertThat(report.undecryptableRows()).isEqualTo(4);
        assertThat(report.columns().get(0).undecryptable())
                .extracting(Undecryptable::reason)
                .containsExactlyInAnyOrder(
                        Reason.DOES_NOT_OPEN, Reason.UNKNOWN_KEY, Reason.NOT_SEALED, Reason.NO_NORMAL_FORM);
        assertThat(report.columns().get(0).undecryptable().stream()
                        .filter(rows -> rows.reason() == Reason.UNKNOWN_KEY)
                        .findFirst()
                        .orElseThrow()
                        .key())
                .isNull();
        assertThat(report.remaining()).isEqualTo(4);
        assertThat(report.complete()).isFalse();
        for (int i : List.of(2, 3, 4, 5)) {
            assertThat(bidx(i)).isNull();
        }
        assertThat(stored(2)).isEqualTo(altered);
    }

    @Test
    void leavesRowsThatAWriterChangedAfterTheyWereRead() {
        insert(0, 10);
        tables.update("update person set ssn_bidx = null where id < 5");
        rotate(NORTH);
        pass(WRITTEN_UNDER_THE_NEW_KEY);
        AtomicInteger batches = new AtomicInteger();
        FailingDataSource interrupted = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE) && batches.getAndIncrement() == 0) {
                write(2, "written meanwhile");
                write(8, "written as well");
                tables.update("delete from person where id = 4");
            }
        });

        IndexRebuildReport report =
                new IndexRebuildOf(seal).on(interrupted, SSN).run();

        assertThat(report.conflicts()).isEqualTo(3);
        assertThat(report.complete()).isTrue();
        assertThat(find(SSN, NORTH, "written meanwhile")).containsExactly(2L);
        assertThat(find(SSN, NORTH, "written as well")).containsExactly(8L);
        assertThat(find(SSN, NORTH, ssn(2))).isEmpty();
        assertThat(find(SSN, NORTH, ssn(8))).isEmpty();
    }

    @Test
    void comparesEveryValueIfToldTo() {
        insert(0, 10);
        tables.update("update person set ssn = ? where id = 4", seal(SSN, NORTH, "written without its index"));
        assertThat(rebuild(SSN).run().written()).isZero();

        IndexRebuildReport report = rebuild(SSN).everyValue().run();

        assertThat(report.rowsRead()).isEqualTo(10);
        assertThat(report.written()).isEqualTo(1);
        assertThat(report.complete()).isTrue();
        assertThat(find(SSN, NORTH, "written without its index")).containsExactly(4L);
        assertThat(find(SSN, NORTH, ssn(4))).isEmpty();
    }

    /** Its index value is under the right key, and may be that of what was there before. */
    @Test
    void isNotCompleteIfAValueDoesNotOpenThatWasToBeCompared() {
        insert(0, 10);
        byte[] altered = (byte[]) stored(2);
        altered[altered.length - 1] ^= 1;
        tables.update("update person set ssn = ? where id = 2", (Object) altered);
        assertThat(rebuild(SSN).run().complete()).isTrue();

        IndexRebuildReport report = rebuild(SSN).everyValue().run();

        assertThat(report.undecryptableRows()).isEqualTo(1);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void rebuildsOneTenantAlone() {
        insert(0, 10);
        tables.update("update person set ssn_bidx = null");

        IndexRebuildReport report = rebuild(SSN).tenant(SOUTH).run();

        assertThat(report.written()).isEqualTo(5);
        assertThat(report.complete()).isTrue();
        assertThat(bidx(0)).isNull();
        assertThat(bidx(1)).isNotNull();
    }

    @Test
    void stopsBeforeAPageAndGoesOnWhenRunAgain() {
        insert(0, 100);
        tables.update("update person set ssn_bidx = null");
        AtomicInteger pages = new AtomicInteger();
        List<ReencryptionProgress> told = new ArrayList<>();

        IndexRebuildReport first = rebuild(SSN)
                .pageSize(10)
                .listener(progress -> {
                    told.add(progress);
                    pages.incrementAndGet();
                })
                .stopWhen(() -> pages.get() == 3)
                .stopWhen(() -> false)
                .finishRotations("j.doe", "test")
                .run();
        IndexRebuildReport second = rebuild(SSN).run();

        assertThat(first.stopped()).isTrue();
        assertThat(first.written()).isEqualTo(30);
        assertThat(first.columns().get(0).remaining()).isEqualTo(OptionalLong.empty());
        assertThat(told).last().satisfies(progress -> {
            assertThat(progress.rowsDone()).isEqualTo(30);
            assertThat(progress.rowsTotal()).isEqualTo(100);
        });
        assertThat(second.written()).isEqualTo(70);
        assertThat(second.complete()).isTrue();
    }

    @Test
    void endsARotationOnceItHasSettledAndNothingIsLeft() {
        insert(0, 10);
        KeyId previous = activeKey();
        rotate(NORTH);

        IndexRotationReport tooEarly = finishing().run().rotations().get(0);
        assertThat(tooEarly.outcome()).isEqualTo(Outcome.NOT_SETTLED);
        assertThat(tooEarly.settledAt()).isEqualTo(now.plus(SETTLED));

        pass(SETTLED.minusMillis(1));
        assertThat(finishing().run().rotations().get(0).outcome()).isEqualTo(Outcome.NOT_SETTLED);
        assertThat(state(previous)).isEqualTo(KeyState.RETIRED);

        pass(Duration.ofMillis(1));
        IndexRebuildReport report = finishing().run();
        assertThat(report.rotations())
                .containsExactly(new IndexRotationReport(NORTH, previous, Outcome.FINISHED, 0, now));
        assertThat(state(previous)).isEqualTo(KeyState.DESTROY_PENDING);
        assertThat(seal.indexes().lookupValues(context(SSN, NORTH), new byte[1]))
                .allSatisfy(value -> assertThat(value).startsWith(2));
        assertThat(find(SSN, NORTH, ssn(4))).containsExactly(4L);
        assertThat(finishing().run().rotations()).isEmpty();
    }

    @Test
    void recordsAndTellsWhoEndedARotation() {
        insert(0, 2);
        KeyId previous = activeKey();
        rotate(NORTH);
        pass(SETTLED);

        finishing().run();

        KeyInfo ended = seal.keys().info(previous);
        assertThat(ended.changedBy()).isEqualTo("j.doe");
        assertThat(ended.reason()).isEqualTo("yearly");
        assertThat(ended.changedAt()).isEqualTo(now);
        assertThat(store.uses())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("origin")
                .contains(AccessLog.Entry.of("END_INDEX_KEY", now, "j.doe")
                        .key(previous)
                        .version(ended.version())
                        .tenant(NORTH)
                        .kek(ended.kekId())
                        .reason("yearly")
                        .build());
        assertThat(events).contains(new SealEvent.IndexRotationEnded(previous, activeKey(), NORTH, "j.doe", "yearly"));
    }

    /** A value of the previous key would not be found any more. */
    @Test
    void endsNoRotationWhileAValueOfThePreviousKeyIsStored() {
        insert(0, 10);
        KeyId previous = activeKey();
        byte[] altered = (byte[]) stored(2);
        altered[altered.length - 1] ^= 1;
        tables.update("update person set ssn = ? where id = 2", (Object) altered);
        rotate(NORTH);
        pass(SETTLED);

        IndexRebuildReport report = finishing().run();

        assertThat(report.rotations().get(0).outcome()).isEqualTo(Outcome.VALUES_LEFT);
        assertThat(report.rotations().get(0).rowsLeft()).isEqualTo(1);
        assertThat(state(previous)).isEqualTo(KeyState.RETIRED);
        assertThatThrownBy(() -> rotate(NORTH)).isInstanceOf(KeyUnusableException.class);

        tables.update("delete from person where id = 2");
        assertThat(finishing().run().rotations().get(0).outcome()).isEqualTo(Outcome.FINISHED);
    }

    /** As in the database of another tenant. */
    @Test
    void endsNoRotationOfATenantThatItSeesNoRowOf() {
        insert(0, 2);
        KeyId previous = activeKey();
        rotate(NORTH);
        pass(SETTLED);
        tables.update("delete from person where id = 0");

        IndexRotationReport unseen = finishing().tenant(NORTH).run().rotations().get(0);

        assertThat(unseen.outcome()).isEqualTo(Outcome.NO_VALUES_SEEN);
        assertThat(state(previous)).isEqualTo(KeyState.RETIRED);
        assertThat(finishing()
                        .tenant(NORTH)
                        .evenWithoutValues()
                        .run()
                        .rotations()
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.FINISHED);
    }

    /** The database of another tenant says nothing of this one, and values of no tenant lie in all. */
    @Test
    void endsOneTenantsRotationAloneWhereTenantsHaveDatabasesOfTheirOwn() {
        insert(0, 2);
        rotate(NORTH);
        pass(SETTLED);

        assertThatThrownBy(() -> apart().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alsoCounting");
        assertThatThrownBy(() -> apart().tenant(seal.defaultTenant()).run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alsoCounting");
        assertThat(apart().tenant(NORTH).run().rotations().get(0).outcome()).isEqualTo(Outcome.FINISHED);
    }

    private IndexRebuild apart() {
        ColumnCatalogue catalogue = new ColumnCatalogue("clinic", List.of(SSN, CITY), List.of(), true);
        return new IndexRebuildOf(seal).on(database.dataSource(), catalogue).finishRotations("j.doe", "yearly");
    }

    @Test
    void endsNoRotationWhileNobodyKnowsWhoseAValueIs() {
        insert(0, 10);
        byte[] unknown = (byte[]) stored(1);
        unknown[5] ^= 1;
        tables.update("update person set ssn = ? where id = 1", (Object) unknown);
        rotate(NORTH);
        pass(SETTLED);

        assertThat(finishing().run().rotations().get(0).rowsLeft()).isEqualTo(1);

        tables.update("update person set ssn_bidx = null where id = 1");
        assertThat(finishing().run().rotations().get(0).outcome()).isEqualTo(Outcome.FINISHED);
    }

    /** Whoever edits the row of a FIELD key could give its values to another tenant. */
    @Test
    void doesNotBelieveAnEditedRowWhoseAValueIs() {
        insert(0, 10);
        byte[] altered = (byte[]) stored(2);
        altered[altered.length - 1] ^= 1;
        tables.update("update person set ssn = ? where id = 2", (Object) altered);
        KeyId fieldKey = seal.keys().history(NORTH).get(0).id();
        DataKeyRow row = store.find(fieldKey).orElseThrow();
        assertThat(store.write(List.of(unsigned(row)), List.of())).isTrue();
        rotate(SOUTH);
        pass(SETTLED);

        IndexRotationReport south = finishing().tenant(SOUTH).run().rotations().get(0);

        assertThat(south.outcome()).isEqualTo(Outcome.VALUES_LEFT);
        // All of the other tenant's rows, which may be anybody's
        assertThat(south.rowsLeft()).isEqualTo(10);
    }

    @Test
    void refusesToEndARotationForACatalogueThatMissesAnIndexColumn() {
        insert(0, 2);
        RegisteredColumn other = new RegisteredColumn(
                "billing",
                "Invoice",
                "iban",
                "invoice",
                "iban",
                "invoice.iban",
                "field",
                "text",
                Storage.BINARY,
                List.of(new IndexColumn("", "iban_bidx", "", 128)));
        store.columns().register(List.of(other));
        rotate(NORTH);
        pass(SETTLED);

        assertThatThrownBy(() -> finishing().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("invoice.iban_bidx")
                .hasMessageContaining("billing")
                .hasMessageContaining("alsoCounting");
        assertThat(rebuild(SSN).run().complete()).isTrue();
    }

    @Test
    void countsTheIndexColumnsOfAnotherApplication() {
        insert(0, 2);
        RegisteredColumn room = new RegisteredColumn(
                "wards", "Stay", "room", "stay", "room", "stay.room", "field", "text", Storage.BINARY, ROOM.indexes());
        store.columns().register(List.of(room));
        tables.update(
                "insert into stay (clinic, bed, room, room_bidx) values ('c', 1, ?, ?)",
                seal(ROOM, NORTH, "room 1"),
                indexValue(ROOM, NORTH, "room 1"));
        rotate(NORTH);
        pass(SETTLED);
        ColumnCatalogue wards = new ColumnCatalogue("wards", List.of(ROOM));

        assertThat(finishing()
                        .alsoCounting(database.dataSource(), wards)
                        .run()
                        .rotations()
                        .get(0)
                        .rowsLeft())
                .isEqualTo(1);

        rebuild(ROOM).run();
        assertThat(finishing()
                        .alsoCounting(database.dataSource(), wards)
                        .run()
                        .rotations()
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.FINISHED);
    }

    @Test
    void endsNoRotationWhoseKeyRowWasEditedButThoseOfOthers() {
        insert(0, 2);
        KeyId previous = activeKey();
        rotate(NORTH);
        rotate(SOUTH);
        pass(SETTLED);
        rebuild(SSN, CITY).run();
        DataKeyRow row = store.find(previous).orElseThrow();
        assertThat(store.write(List.of(unsigned(row)), List.of())).isTrue();

        IndexRebuildReport report = finishing().run();

        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.tenant()).isEqualTo(NORTH);
            assertThat(failed.failure())
                    .isInstanceOf(KeyRejectedException.class)
                    .extracting(KeyException::keyId)
                    .isEqualTo(previous);
        });
        assertThat(state(previous)).isEqualTo(KeyState.RETIRED);
        // Which stops no other tenant's
        assertThat(report.rotations()).singleElement().satisfies(rotation -> {
            assertThat(rotation.tenant()).isEqualTo(SOUTH);
            assertThat(rotation.outcome()).isEqualTo(Outcome.FINISHED);
        });
    }

    @Test
    void rotatesAgainAndAgainWithRowsOfEveryStage() {
        ColumnSeal lagging = node();
        insert(0, 20);
        int rows = 20;
        for (int version = 2; version <= 4; version++) {
            indexValue(SSN, NORTH, "known to all");
            lagging.indexes().indexValue(context(SSN, NORTH), new byte[1]);
            rotate(NORTH);
            ColumnSeal unaware = lagging;
            insert(rows, rows + 4);
            assertFound(rows + 4, seal, unaware);

            pass(WRITTEN_UNDER_THE_NEW_KEY);
            insert(rows + 4, rows + 8);
            lagging = node();
            assertFound(rows + 8, seal, lagging);

            pass(SETTLED);
            IndexRebuildReport report = finishing().run();
            assertThat(report.complete()).isTrue();
            assertThat(report.rotations().get(0).outcome()).isEqualTo(Outcome.FINISHED);
            assertThat(bidx(0)).startsWith(version);
            // One that does not know of the end still looks for both
            assertFound(rows + 8, seal, lagging);
            insert(rows + 8, rows + 10);
            rows += 10;
            assertFound(rows, seal, lagging, node());
        }
        assertThat(seal.keys().indexHistory(NORTH))
                .extracting(KeyInfo::state)
                .containsExactly(
                        KeyState.ACTIVE, KeyState.DESTROY_PENDING, KeyState.DESTROY_PENDING, KeyState.DESTROY_PENDING);
    }

    private void assertFound(int rows, ColumnSeal... by) {
        for (ColumnSeal node : by) {
            for (int i = 0; i < rows; i++) {
                assertThat(find(node, SSN, tenant(i), ssn(i))).containsExactly((long) i);
            }
        }
    }

    private ColumnSeal node() {
        InstantSource clock = () -> now;
        ColumnSeal node = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .cacheHardLimit(HARD_LIMIT)
                .clock(((InstantSource) clock).withZone(ZoneOffset.UTC))
                .listener(events::add)
                .build();
        nodes.add(node);
        return node;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void rotate(String tenant) {
        seal.keys().rotateIndex(tenant, "j.doe", "yearly");
    }

    private KeyId activeKey() {
        return seal.keys().indexHistory(NORTH).get(0).id();
    }

    private KeyState state(KeyId id) {
        return seal.keys().info(id).state();
    }

    private IndexRebuild rebuild(SealedColumn... columns) {
        return new IndexRebuildOf(seal).on(database.dataSource(), columns);
    }

    private IndexRebuild finishing() {
        return rebuild(SSN, CITY).finishRotations("j.doe", "yearly");
    }

    /** A row as it is once somebody has edited it. */
    private DataKeyRow unsigned(DataKeyRow row) {
        return new DataKeyRow(
                row.identity(),
                row.state(),
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision() + 1,
                null);
    }

    private void insert(int from, int to) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(new Object[] {
                (long) i,
                seal(SSN, tenant(i), ssn(i)),
                indexValue(SSN, tenant(i), ssn(i)),
                seal(CITY, tenant(i), city(i)),
                indexValue(CITY, tenant(i), city(i))
            });
        }
        tables.insert("insert into person (id, ssn, ssn_bidx, city, city_bidx) values (?, ?, ?, ?, ?)", rows);
    }

    private void write(long id, String ssn) {
        tables.update(
                "update person set ssn = ?, ssn_bidx = ? where id = ?",
                seal(SSN, NORTH, ssn),
                indexValue(SSN, NORTH, ssn),
                id);
    }

    private List<Object[]> rows() {
        return tables.query("select id, ssn, ssn_bidx, city, city_bidx from person order by id");
    }

    private byte[] bidx(long id) {
        return (byte[])
                tables.query("select ssn_bidx from person where id = ?", id).get(0)[0];
    }

    private Object stored(long id) {
        return tables.query("select ssn from person where id = ?", id).get(0)[0];
    }

    private List<Long> find(SealedColumn column, String tenant, String value) {
        return find(seal, column, tenant, value);
    }

    private List<Long> find(ColumnSeal node, SealedColumn column, String tenant, String value) {
        List<byte[]> values = node.indexes().lookupValues(context(column, tenant), normalForm(value));
        return tables
                .query(
                        "select id from " + column.table() + " where " + column.column() + "_bidx in (?, ?)",
                        values.get(0),
                        values.get(1))
                .stream()
                .map(row -> ((Number) row[0]).longValue())
                .toList();
    }

    private List<Integer> findBeds(String room) {
        List<byte[]> values = seal.indexes().lookupValues(context(ROOM, NORTH), normalForm(room));
        return tables.query("select bed from stay where room_bidx in (?, ?)", values.get(0), values.get(1)).stream()
                .map(row -> ((Number) row[0]).intValue())
                .toList();
    }

    private byte[] indexValue(SealedColumn column, String tenant, String value) {
        return seal.indexes().indexValue(context(column, tenant), normalForm(value));
    }

    private Object seal(SealedColumn column, String tenant, String value) {
        byte[] sealed = seal.fields()
                .encrypt(
                        new FieldContext(tenant, column.context(), column.purpose(), null, column.paddingBytes()),
                        value.getBytes(StandardCharsets.UTF_8));
        return column.storage() == Storage.TEXT ? SealedValue.toText(sealed) : sealed;
    }

    private static IndexContext context(SealedColumn column, String tenant) {
        IndexColumn index = column.indexes().get(0);
        return new IndexContext(tenant, column.context(), index.name(), index.fingerprint(), index.bits());
    }

    private static byte[] normalForm(String value) {
        if (value.equals("fails")) {
            throw new IllegalArgumentException(value);
        }
        return value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private static SealedColumn column(String table, List<String> key, String column, Storage storage) {
        return new SealedColumn(
                table,
                column,
                table,
                key,
                column,
                table + "." + column,
                "field",
                "text",
                storage,
                1,
                false,
                List.of(new IndexColumn("", column + "_bidx", "", 128)));
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    private static String ssn(int id) {
        return "Number " + id;
    }

    private static String city(int id) {
        return "City " + id % 5;
    }

    /** How the tests make index values of what is sealed. */
    private record IndexRebuildOf(ColumnSeal seal) {

        IndexRebuild on(DataSource dataSource, SealedColumn... columns) {
            return on(dataSource, new ColumnCatalogue("clinic", List.of(columns)));
        }

        IndexRebuild on(DataSource dataSource, ColumnCatalogue catalogue) {
            return seal.indexRebuild(dataSource, catalogue, (column, index, value) ->
                    new byte[][] {normalForm(new String(value, StandardCharsets.UTF_8))});
        }
    }
}
