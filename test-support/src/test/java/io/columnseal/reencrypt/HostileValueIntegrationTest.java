package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that nobody sealed lie in every kind of table that Hibernate maps: a run lists them, and they stay. */
abstract class HostileValueIntegrationTest {

    private static final int ROWS = 30;
    private static final String RUN = "hostile";

    /** A table of each kind, with its key. */
    private static final List<SealedColumn> COLUMNS = List.of(
            column("patient", List.of("id"), "ssn", Storage.BINARY),
            column("patient", List.of("id"), "city", Storage.TEXT),
            column("in_patient", List.of("id"), "ward", Storage.BINARY),
            column("patient_details", List.of("patient_id"), "notes", Storage.TEXT),
            column("patient_aud", List.of("id", "rev"), "ssn", Storage.BINARY),
            column("patient_phones", List.of("patient_id", "kind"), "phone", Storage.BINARY),
            column("patient_allergies", List.of(), "substance", Storage.BINARY),
            column("patient_aliases", List.of(), "name", Storage.TEXT));

    abstract TestDatabase connect() throws Exception;

    private static SealedColumn column(String table, List<String> key, String column, Storage storage) {
        return new SealedColumn(
                table, column, table, key, column, table + "." + column, "phi", "text", storage, 1, false);
    }

    @Test
    void listsThemAndMovesTheRest() throws Exception {
        try (TestDatabase database = connect();
                Clinic clinic = new Clinic()) {
            ClinicTables tables = new ClinicTables(database.dataSource());
            create(tables, database);
            for (SealedColumn column : COLUMNS) {
                fill(tables, clinic, column);
            }
            List<List<Object>> hostile = new ArrayList<>();
            for (SealedColumn column : COLUMNS) {
                hostile.add(hostile(clinic, column));
                for (int i = 0; i < hostile.get(hostile.size() - 1).size(); i++) {
                    write(tables, column, i, hostile.get(hostile.size() - 1).get(i));
                }
            }
            clinic.rotate(NORTH);
            InMemoryRunStore runs = new InMemoryRunStore();

            ReencryptionReport report = clinic.seal()
                    .reencryption(database.dataSource(), COLUMNS)
                    .rememberedIn(runs, RUN)
                    .pageSize(7)
                    .run();

            int values = hostile.stream().mapToInt(List::size).sum();
            int listed = 0;
            for (int i = 0; i < COLUMNS.size(); i++) {
                SealedColumn column = COLUMNS.get(i);
                ColumnReport counts = report.columns().get(i);
                assertThat(counts.undecryptableRows())
                        .as(column.context())
                        .isEqualTo(hostile.get(i).size());
                assertThat(counts.reencrypted())
                        .as(column.context())
                        .isEqualTo(ROWS - hostile.get(i).size());
                assertThat(counts.conflicts()).isZero();
                listed += rowKeys(column, hostile).size();
                assertStored(tables, clinic, column, hostile.get(i));
            }
            assertThat(report.stopped()).isFalse();
            assertThat(report.remaining()).isEqualTo(values);
            List<QuarantinedValue> quarantine = runs.quarantine(RUN, 1_000);
            assertThat(quarantine).hasSize(listed);
            assertThat(report.quarantined()).isEqualTo(listed);
            for (SealedColumn column : COLUMNS) {
                assertThat(quarantine)
                        .filteredOn(value -> value.table().equals(column.table())
                                && value.column().equals(column.column()))
                        .as(column.context())
                        .extracting(QuarantinedValue::rowKey)
                        .containsExactlyInAnyOrderElementsOf(rowKeys(column, hostile));
            }
            TreeMap<String, Long> reasons = new TreeMap<>();
            quarantine.forEach(value -> reasons.merge(value.reason().name(), 1L, Long::sum));
            System.out.printf(
                    "Hostile values (%s): %d in %d columns of all kinds of tables: all counted and as they were, the other %d"
                            + " values moved; %d places in the quarantine, %s (one for each table without a key)%n",
                    getClass().getSimpleName(), values, COLUMNS.size(), report.reencrypted(), listed, reasons);
        }
    }

    private static void create(ClinicTables tables, TestDatabase database) {
        for (SealedColumn column : COLUMNS) {
            tables.update("drop table if exists " + column.table());
        }
        String binary = database.binaryType();
        String text = database.textType();
        tables.update("create table patient (id bigint primary key, ssn " + binary + ", city " + text + ")");
        tables.update("create table in_patient (id bigint primary key, ward " + binary + ")");
        tables.update("create table patient_details (patient_id bigint primary key, notes " + text + ")");
        tables.update("create table patient_aud (id bigint, rev int, ssn " + binary + ", primary key (id, rev))");
        tables.update("create table patient_phones (patient_id bigint, kind varchar(9), phone " + binary
                + ", primary key (patient_id, kind))");
        tables.update("create table patient_allergies (id bigint, substance " + binary + ")");
        tables.update("create table patient_aliases (id bigint, name " + text + ")");
    }

    private static void fill(ClinicTables tables, Clinic clinic, SealedColumn column) {
        for (int i = 0; i < ROWS; i++) {
            Object sealed = clinic.seal(column, NORTH, column.context() + " " + i);
            switch (column.table()) {
                case "patient_aud" -> tables.update("insert into patient_aud values (?, 1, ?)", (long) i, sealed);
                case "patient_phones" ->
                    tables.update("insert into patient_phones values (?, 'home', ?)", (long) i, sealed);
                default -> {
                    String id = id(column);
                    if (tables.update(
                                    "update " + column.table() + " set " + column.column() + " = ? where " + id
                                            + " = ?",
                                    sealed,
                                    (long) i)
                            == 0) {
                        tables.update(
                                "insert into " + column.table() + " (" + id + ", " + column.column()
                                        + ") values (?, ?)",
                                (long) i,
                                sealed);
                    }
                }
            }
        }
    }

    /** The number of a row, whether it is a key or not. */
    private static String id(SealedColumn column) {
        return column.keyColumns().isEmpty() ? "id" : column.keyColumns().get(0);
    }

    private static void write(ClinicTables tables, SealedColumn column, int row, Object value) {
        String sql = "update " + column.table() + " set " + column.column() + " = ? where " + id(column) + " = ?";
        assertThat(tables.update(sql, value, (long) row)).isEqualTo(1);
    }

    /** Garbage, values of a key that is not there, values cut off or altered, and nothing at all. */
    private static List<Object> hostile(Clinic clinic, SealedColumn column) {
        byte[] sealed = Clinic.bytes(clinic.seal(column, NORTH, "victim of the hostile"));
        byte[] unknownKey = sealed.clone();
        ByteBuffer.wrap(unknownKey).putLong(1, 0x1122334455667788L);
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;
        byte[] garbage = new byte[60];
        Arrays.fill(garbage, (byte) 0xa5);
        List<byte[]> binary = List.of(
                garbage, unknownKey, Arrays.copyOf(sealed, sealed.length - 1), Arrays.copyOf(sealed, 20), altered);
        List<Object> values = new ArrayList<>();
        for (byte[] value : binary) {
            values.add(column.storage() == Storage.TEXT ? SealedValue.toText(value) : value);
        }
        values.add(column.storage() == Storage.TEXT ? "Springfield" : new byte[0]);
        return values;
    }

    private static void assertStored(ClinicTables tables, Clinic clinic, SealedColumn column, List<Object> hostile) {
        for (Object[] row : tables.query("select " + id(column) + ", " + column.column() + " from " + column.table())) {
            int number = ((Number) row[0]).intValue();
            if (number < hostile.size()) {
                assertThat(row[1]).isEqualTo(hostile.get(number));
            } else {
                assertThat(Clinic.keyOf(row[1])).isEqualTo(clinic.activeKey(NORTH));
                assertThat(clinic.open(column, NORTH, row[1])).isEqualTo(column.context() + " " + number);
            }
        }
    }

    /** What the quarantine is to list: every row, or the table alone where rows cannot be told apart. */
    private static List<String> rowKeys(SealedColumn column, List<List<Object>> hostile) {
        if (column.keyColumns().isEmpty()) {
            return List.of("");
        }
        String suffix = Map.of("patient_aud", ", 1", "patient_phones", ", home").getOrDefault(column.table(), "");
        return IntStream.range(0, hostile.get(COLUMNS.indexOf(column)).size())
                .mapToObj(row -> row + suffix)
                .toList();
    }
}
