package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.Uniqueness;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.index.IndexContext;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.IndexRotationReport.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Unique indexes through rotations of INDEX keys, written by nodes that know more or less of them, and their rebuild. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UniqueIndexIntegrationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final Duration HARD_LIMIT = Duration.ofHours(1);
    private static final Duration SETTLED = HARD_LIMIT.plusMinutes(10).plus(IndexRebuild.LONGEST_TRANSACTION);

    private static final SealedColumn SSN = new SealedColumn(
            "Member",
            "ssn",
            "member",
            List.of("id"),
            "ssn",
            "member.ssn",
            "field",
            "text",
            Storage.BINARY,
            1,
            false,
            List.of(
                    new IndexColumn("", "ssn_bidx", "", 128, Uniqueness.CURRENT),
                    new IndexColumn("", "ssn_bidx_next", "", 128, Uniqueness.NEXT)));

    private TestDatabase database;
    private ClinicTables tables;
    private InMemoryDataKeyStore store;
    private final List<ColumnSeal> nodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ColumnSeal seal;
    private final List<String> stored = new ArrayList<>();
    private int rows;

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
        tables.update("drop table if exists member");
        tables.update("create table member (id bigint primary key, ssn " + database.binaryType() + ", ssn_bidx "
                + database.indexType() + ", ssn_bidx_next " + database.indexType() + ")");
        tables.update("create unique index uk_member_ssn on member (ssn_bidx)");
        tables.update("create unique index uk_member_ssn_next on member (ssn_bidx_next)");
        store = new InMemoryDataKeyStore();
        rows = 0;
        stored.clear();
        seal = node();
    }

    @AfterEach
    void close() {
        nodes.forEach(ColumnSeal::close);
        nodes.clear();
    }

    /** At every moment of two rotations, whatever two nodes know that may run together. */
    @Test
    void noTwoNodesStoreOneValueTwice() {
        assertUnique(seal, node());
        for (int version = 2; version <= 3; version++) {
            ColumnSeal unaware = node();
            current(unaware, NORTH, "load its keys");
            rotate();
            assertUnique(unaware, seal, node());

            pass(SETTLED);
            ColumnSeal aware = node();
            current(aware, NORTH, "load its keys");
            assertUnique(aware, seal);
            assertThat(finish()).isEqualTo(Outcome.SUPERSEDED);
            assertVersions(version - 1, version);
            assertUnique(aware, seal, node());

            ColumnSeal superseded = node();
            current(superseded, NORTH, "load its keys");
            rebuild().run();
            assertUnique(aware, superseded);

            pass(SETTLED);
            assertThat(finish()).isEqualTo(Outcome.FINISHED);
            assertVersions(version, version);
            assertUnique(superseded, seal, node());
            seal = node();
        }
    }

    @Test
    void anotherTenantMayHoldTheSameValue() {
        insert(seal, NORTH, "shared");

        insert(seal, SOUTH, "shared");

        assertThat(find(NORTH, "shared")).hasSize(1);
        assertThat(find(SOUTH, "shared")).hasSize(1);
    }

    @Test
    void queriesFindEveryRowByTheFirstColumnAtEveryStep() {
        insert(seal, NORTH, "old");
        rotate();
        insert(seal, NORTH, "rotated");
        pass(SETTLED);
        finish();
        insert(seal, NORTH, "superseded");
        for (String value : List.of("old", "rotated", "superseded")) {
            assertThat(find(NORTH, value)).hasSize(1);
        }
        pass(SETTLED);
        finish();
        for (String value : List.of("old", "rotated", "superseded")) {
            assertThat(find(NORTH, value)).hasSize(1);
        }
    }

    /** What it wrote has no next value under the new key. */
    @Test
    void aRowOfANodeThatLearntLateIsFilledBeforeTheKeyIsSuperseded() {
        insert(seal, NORTH, "old");
        ColumnSeal unaware = node();
        current(unaware, NORTH, "load its keys");
        rotate();
        rebuild().run();
        insert(unaware, NORTH, "late");
        assertThat(finish()).isEqualTo(Outcome.NOT_SETTLED);
        insert(unaware, NORTH, "later");
        pass(SETTLED);

        assertThat(finish()).isEqualTo(Outcome.SUPERSEDED);

        assertVersions(1, 2);
    }

    @Test
    void doesNotSupersedeAKeyWhileARowHasNoNextValue() {
        insert(seal, NORTH, "old");
        insert(seal, NORTH, "altered");
        byte[] altered =
                (byte[]) tables.query("select ssn from member where id = 1").get(0)[0];
        altered[altered.length - 1] ^= 1;
        tables.update("update member set ssn = ? where id = 1", (Object) altered);
        rotate();
        pass(SETTLED);

        IndexRotationReport report = finishing().run().rotations().get(0);
        assertThat(report.outcome()).isEqualTo(Outcome.VALUES_LEFT);
        assertThat(report.rowsLeft()).isEqualTo(1);
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.RETIRED);

        // No query finds it then, and it stands in no other row's way
        tables.update("update member set ssn_bidx = null where id = 1");
        assertThat(finish()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.SUPERSEDED);
    }

    /** What a release without it has left there may be under the right key and of another value. */
    @Test
    void doesNotSupersedeAKeyWhileASecondColumnIsBackAndNotRebuilt() {
        insert(seal, NORTH, "old");
        RegisteredColumn unique = registered(SSN.indexes());
        store.columns().register(List.of(unique));
        store.columns().register(List.of(registered(SSN.indexes().subList(0, 1))));
        store.columns().register(List.of(unique));
        rotate();
        pass(SETTLED);

        assertThatThrownBy(() -> finishing().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("member.ssn_bidx_next");
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
    }

    private static RegisteredColumn registered(List<IndexColumn> indexes) {
        return new RegisteredColumn(
                "clinic",
                SSN.entity(),
                SSN.attribute(),
                SSN.table(),
                SSN.column(),
                SSN.context(),
                SSN.purpose(),
                SSN.codec(),
                SSN.storage(),
                indexes);
    }

    @Test
    void aRotationSettlesTwice() {
        insert(seal, NORTH, "old");
        rotate();
        pass(SETTLED);

        IndexRotationReport half = finishing().run().rotations().get(0);

        assertThat(half.settledAt()).isEqualTo(now.plus(SETTLED));
        pass(SETTLED.minusMillis(1));
        assertThat(finish()).isEqualTo(Outcome.NOT_SETTLED);
        pass(Duration.ofMillis(1));
        assertThat(finish()).isEqualTo(Outcome.FINISHED);
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.DESTROY_PENDING);
    }

    @Test
    void namesTheRowsOfDuplicatesAndFillsAllOthers() {
        for (int i = 0; i < 50; i++) {
            insert(seal, NORTH, "Number " + i % 48);
            tables.update("update member set ssn_bidx = null, ssn_bidx_next = null");
        }

        IndexRebuildReport report = rebuild().pageSize(30).run();

        for (IndexColumnReport column : report.columns()) {
            assertThat(column.written()).isEqualTo(48);
            assertThat(column.duplicates())
                    .containsExactly(
                            new DuplicateRow(List.of(48L), List.of(0L)), new DuplicateRow(List.of(49L), List.of(1L)));
            assertThat(column.remaining()).hasValue(2);
        }
        assertThat(report.complete()).isFalse();
        assertThat(report.toString()).doesNotContain("Number").contains("48");

        tables.update("delete from member where id in (48, 49)");
        assertThat(rebuild().run().complete()).isTrue();
    }

    /** A release without the index changed both: the first to be rebuilt wants what the other one still holds. */
    @Test
    void takesAnIndexValueOfAnotherValueAwayIfItCannotReplaceIt() {
        insert(seal, NORTH, "one");
        insert(seal, NORTH, "two");
        changeWithoutIndex(0, "two");
        changeWithoutIndex(1, "three");

        IndexRebuildReport report = rebuild().pageSize(1).everyValue().run();

        assertThat(find(NORTH, "one")).isEmpty();
        assertThat(report.complete()).isFalse();
        assertThat(report.columns()).allSatisfy(column -> {
            assertThat(column.duplicates()).containsExactly(new DuplicateRow(List.of(0L), List.of(1L)));
            assertThat(column.remaining()).hasValue(1);
        });

        assertThat(rebuild().everyValue().run().complete()).isTrue();
        assertThat(find(NORTH, "two")).extracting(row -> row[0]).containsExactly(0L);
        assertThat(find(NORTH, "three")).extracting(row -> row[0]).containsExactly(1L);
    }

    private void changeWithoutIndex(long id, String value) {
        tables.update("update member set ssn = ? where id = ?", sealed(seal, NORTH, value), id);
    }

    private void assertUnique(ColumnSeal... together) {
        for (ColumnSeal first : together) {
            for (ColumnSeal second : together) {
                String value = "Number " + rows;
                insert(first, NORTH, value);
                stored.add(value);
                assertRefused(second, value);
            }
            // Nor what was stored before, by whomever
            stored.forEach(value -> assertRefused(first, value));
        }
    }

    private void assertRefused(ColumnSeal node, String value) {
        assertThatThrownBy(() -> insert(node, NORTH, value))
                .rootCause()
                .extracting(error -> error.getMessage().toLowerCase(Locale.ROOT), STRING)
                .contains("uk_member_ssn");
    }

    private void insert(ColumnSeal node, String tenant, String value) {
        tables.update(
                "insert into member (id, ssn, ssn_bidx, ssn_bidx_next) values (?, ?, ?, ?)",
                (long) rows,
                sealed(node, tenant, value),
                current(node, tenant, value),
                node.indexes().indexValue(Uniqueness.NEXT, context(tenant), normalForm(value)));
        rows++;
    }

    private static byte[] sealed(ColumnSeal node, String tenant, String value) {
        return node.fields()
                .encrypt(
                        new FieldContext(tenant, SSN.context(), SSN.purpose(), null, SSN.paddingBytes()),
                        value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] current(ColumnSeal node, String tenant, String value) {
        return node.indexes().indexValue(Uniqueness.CURRENT, context(tenant), normalForm(value));
    }

    private List<Object[]> find(String tenant, String value) {
        List<byte[]> wanted = seal.indexes().lookupValues(context(tenant), normalForm(value));
        return tables.query("select id from member where ssn_bidx in (?, ?)", wanted.get(0), wanted.get(1));
    }

    private void assertVersions(int current, int next) {
        assertThat(tables.query("select ssn_bidx, ssn_bidx_next from member")).allSatisfy(row -> {
            assertThat((byte[]) row[0]).startsWith(current);
            assertThat((byte[]) row[1]).startsWith(next);
        });
    }

    private List<KeyState> states() {
        return seal.keys().indexHistory(NORTH).stream().map(KeyInfo::state).toList();
    }

    private void rotate() {
        seal.keys().rotateIndex(NORTH, "j.doe", "yearly");
    }

    private Outcome finish() {
        return finishing().run().rotations().get(0).outcome();
    }

    private IndexRebuild finishing() {
        return rebuild().finishRotations("j.doe", "yearly").tenant(NORTH);
    }

    private IndexRebuild rebuild() {
        return seal.indexRebuild(
                database.dataSource(), new ColumnCatalogue("clinic", List.of(SSN)), (column, index, value) ->
                        new byte[][] {normalForm(new String(value, StandardCharsets.UTF_8))});
    }

    private static IndexContext context(String tenant) {
        return IndexContext.of(tenant, SSN.context(), "");
    }

    private static byte[] normalForm(String value) {
        return value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private ColumnSeal node() {
        InstantSource clock = () -> now;
        ColumnSeal node = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .cacheHardLimit(HARD_LIMIT)
                // Hears of nothing in time
                .cachePollInterval(HARD_LIMIT)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        nodes.add(node);
        return node;
    }
}
