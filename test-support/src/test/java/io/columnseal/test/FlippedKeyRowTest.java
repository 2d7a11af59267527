package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.cipher.SealedValue;
import io.columnseal.file.FileContext;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.index.IndexContext;
import io.columnseal.key.JdbcDataKeyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty rows of the key table, of every usage and in every state that opens something or may again, each with one bit of one
 * byte flipped: no value opens as another one, none is sealed under that row, and somebody is told.
 */
class FlippedKeyRowTest {

    private static final int ROWS = 20;
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final List<String> TENANTS = List.of("alfa", "bravo", "charlie", "delta", "echo", "foxtrot");
    private static final Set<Kind> TOLD = Set.of(Kind.EDITED_KEY_ROW, Kind.MALFORMED_KEY_ROW, Kind.LOST_KEY);

    /** All that the row's MAC covers, and the id, which it covers as well. */
    private static final List<String> COLUMNS = List.of(
            "id",
            "environment",
            "tenant",
            "key_usage",
            "version",
            "suite",
            "check_value",
            "created_at",
            "created_by",
            "state",
            "kek_id",
            "wrapped_key",
            "changed_at",
            "changed_by",
            "reason",
            "revision",
            "state_mac");

    private final DataSource dataSource = H2Database.dataSource();
    private final KeyTables tables = new KeyTables(dataSource);
    private final TestKms kms = new TestKms();
    private final Random random = new Random(20_261_129);
    private final Map<FieldContext, byte[]> values = new LinkedHashMap<>();
    private final Map<FileContext, byte[]> files = new LinkedHashMap<>();
    private final Map<IndexContext, byte[]> indexes = new LinkedHashMap<>();
    private int flips;
    private int refusedStarts;
    private int refused;

    @BeforeEach
    void fill() throws IOException {
        JdbcDataKeyStore.on(dataSource).createSchema();
        try (ColumnSeal seal = start()) {
            for (String tenant : TENANTS) {
                seal(seal, tenant, "first");
                if (TENANTS.indexOf(tenant) % 2 == 0) {
                    seal.keys().rotate(tenant, "j.doe", "yearly");
                    IndexContext index = IndexContext.of(tenant, "patient.ssn", "");
                    indexes.put(index, seal.indexes().indexValue(index, PLAINTEXT));
                } else {
                    seal.keys()
                            .markCompromised(seal.keys().history(tenant).get(0).id(), "j.doe", "in a dump");
                    FileContext file = FileContext.of(tenant, "letter");
                    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
                    seal.files().seal(file, new ByteArrayInputStream(PLAINTEXT), sealed);
                    files.put(file, sealed.toByteArray());
                }
                seal(seal, tenant, "second");
            }
            seal(seal, "suspended", "first");
            seal.keys().suspend("suspended", "j.doe", "contract under dispute");
        }
        assertThat(ids()).hasSize(ROWS);
    }

    @Test
    void refusesEveryRowWithARandomByteFlipped() throws IOException {
        for (String id : ids()) {
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            flip(id, column, random.nextInt(length(value(id, column))));
            opensEverything(column + " of " + id);
        }
        report("a random byte");
    }

    @Test
    @Tag("long")
    void refusesEveryRowWithAnyByteFlipped() throws IOException {
        for (String id : ids()) {
            for (String column : COLUMNS) {
                int length = length(value(id, column));
                for (int position = 0; position < length; position++) {
                    flip(id, column, position);
                }
                opensEverything(column + " of " + id);
            }
        }
        report("every byte");
    }

    private void report(String where) {
        System.out.println(
                "Key rows flipped at " + where + ": " + ROWS + " rows, " + flips + " flips, all of them found ("
                        + refusedStarts + " at the start, " + (flips - refusedStarts) + " by health), " + refused
                        + " operations refused, 0 values opened wrongly, 0 sealed under a flipped row, 0 lost once it was put back");
    }

    private void flip(String id, String column, int position) throws IOException {
        Object original = value(id, column);
        Object flipped = flipped(original, position);
        String now = column.equals("id") ? (String) flipped : id;
        String where = column + " of " + id + " at " + position;
        tables.update("update data_encryption_keys set " + column + " = ? where id = ?", flipped, id);
        flips++;
        try (ColumnSeal seal = start()) {
            opensRightlyOrRefuses(seal, where);
            sealsUnderNoKeyOf(seal, id, where);
            assertThat(seal.health().findings())
                    .as(where)
                    .extracting(HealthFinding::kind)
                    .anyMatch(TOLD::contains);
        } catch (ColumnSealException e) {
            refusedStarts++;
        }
        tables.update("update data_encryption_keys set " + column + " = ? where id = ?", original, now);
    }

    private void opensEverything(String where) throws IOException {
        int before = refused;
        try (ColumnSeal seal = start()) {
            opensRightlyOrRefuses(seal, "put back: " + where);
        }
        assertThat(refused - before).as("the suspended one, after " + where).isEqualTo(1);
        refused = before;
    }

    private void opensRightlyOrRefuses(ColumnSeal seal, String where) throws IOException {
        for (Map.Entry<FieldContext, byte[]> value : values.entrySet()) {
            try {
                assertThat(seal.fields().decrypt(value.getKey(), value.getValue()))
                        .as(where)
                        .isEqualTo(PLAINTEXT);
            } catch (ColumnSealException e) {
                refused++;
            }
        }
        for (Map.Entry<FileContext, byte[]> file : files.entrySet()) {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            try {
                seal.files().open(file.getKey(), new ByteArrayInputStream(file.getValue()), plain);
                assertThat(plain.toByteArray()).as(where).isEqualTo(PLAINTEXT);
            } catch (ColumnSealException e) {
                refused++;
            }
        }
        for (Map.Entry<IndexContext, byte[]> index : indexes.entrySet()) {
            try {
                assertThat(seal.indexes().lookupValues(index.getKey(), PLAINTEXT))
                        .as(where)
                        .contains(index.getValue());
            } catch (ColumnSealException e) {
                refused++;
            }
        }
    }

    private void sealsUnderNoKeyOf(ColumnSeal seal, String id, String where) {
        for (String tenant : TENANTS) {
            byte[] sealed;
            try {
                sealed = seal.fields().encrypt(FieldContext.of(tenant, "patient.new"), PLAINTEXT);
            } catch (ColumnSealException e) {
                refused++;
                continue;
            }
            if (SealedValue.header(sealed).orElseThrow().key().toString().equals(id)) {
                fail("sealed under a flipped row: " + where);
            }
        }
    }

    private void seal(ColumnSeal seal, String tenant, String column) {
        FieldContext context = FieldContext.of(tenant, "patient." + column);
        values.put(context, seal.fields().encrypt(context, PLAINTEXT));
    }

    private Object flipped(Object original, int position) {
        int bit = random.nextInt(Byte.SIZE - 1);
        if (original instanceof byte[] bytes) {
            byte[] flipped = bytes.clone();
            flipped[position] ^= (byte) (1 << bit);
            return flipped;
        }
        if (original instanceof String text) {
            char[] flipped = text.toCharArray();
            flipped[position] ^= (char) (1 << bit);
            return new String(flipped);
        }
        long number = ((Number) original).longValue();
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, number);
        int from = original instanceof Integer ? Integer.BYTES : 0;
        bytes.put(from + position, (byte) (bytes.get(from + position) ^ 1 << bit));
        return original instanceof Integer ? (Object) (int) bytes.getLong(0) : (Object) bytes.getLong(0);
    }

    private static int length(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof Integer ? Integer.BYTES : Long.BYTES;
    }

    private Object value(String id, String column) {
        return tables.value("select " + column + " from data_encryption_keys where id = ?", id);
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        String last = "";
        while (last != null) {
            last = (String) tables.value("select min(id) from data_encryption_keys where id > ?", last);
            if (last != null) {
                ids.add(last);
            }
        }
        return ids;
    }

    private ColumnSeal start() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(JdbcDataKeyStore.on(dataSource))
                .build();
    }
}
