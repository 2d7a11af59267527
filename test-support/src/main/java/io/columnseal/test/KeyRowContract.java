package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.KeyRejectedException;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyPage;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.MalformedKeyRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rows come back as they were written, and nobody else's do. */
abstract class KeyRowContract extends EmptyStore {

    /**
     * Edits the row of a key past the store, so that it is none.
     *
     * @return false if nothing can: the store refuses what was edited as a whole, say
     */
    protected boolean malform(KeyId id) {
        return false;
    }

    @Test
    final void findsNothingInAnEmptyStore() {
        store().verify();

        assertThat(store().isEmpty()).isTrue();
        assertThat(store().find(new KeyId(1))).isEmpty();
        assertThat(store().page(null, 1)).isEqualTo(new KeyPage(List.of(), List.of(), null));
        assertThat(store().findAll("clinic-1", KeyUsage.FIELD)).isEmpty();
        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    final void givesBackEveryFieldOfARow() {
        DataKeyRow row = KeyRows.active("clinic-1", 1).withEveryField().row();

        assertThat(write(row)).isTrue();

        assertThat(store().find(row.identity().id())).contains(row);
        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(row);
        assertThat(store().findAll("clinic-1", KeyUsage.FIELD)).containsExactly(row);
    }

    @Test
    final void givesBackARowWithoutOptionalFields() {
        DataKeyRow row = KeyRows.of("clinic-1", 1, KeyState.DESTROYED)
                .withoutOptionalFields()
                .row();

        assertThat(write(row)).isTrue();

        assertThat(store().find(row.identity().id())).contains(row);
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
                        assertThat(store().find(row.identity().id()))
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

        assertThat(store().findActive(text, KeyUsage.FIELD)).contains(row);
    }

    @Test
    final void tellsTenantsApartByteByByte() {
        List<String> tenants = List.of(
                "acme", "ACME", "Acme", "acme ", "acme  ", " acme", "acmé", "acme\u0301", "acm\u0065\u0301", "a", "%");
        List<String> distinct = tenants.stream().distinct().toList();
        distinct.forEach(tenant ->
                assertThat(write(KeyRows.active(tenant, 1).row())).as(tenant).isTrue());

        for (String tenant : distinct) {
            assertThat(store().findAll(tenant, KeyUsage.FIELD))
                    .extracting(row -> row.identity().tenant())
                    .containsExactly(tenant);
            assertThat(store().findActive(tenant, KeyUsage.FIELD))
                    .hasValueSatisfying(
                            row -> assertThat(row.identity().tenant()).isEqualTo(tenant));
        }
        assertThat(store().findActive("aCME", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    final void tellsUsagesApart() {
        DataKeyRow field = KeyRows.active("clinic-1", 1).row();
        DataKeyRow index = KeyRows.active("clinic-1", 1).usedFor(KeyUsage.INDEX).row();

        assertThat(write(field, index)).isTrue();

        assertThat(store().findActive("clinic-1", KeyUsage.FIELD)).contains(field);
        assertThat(store().findActive("clinic-1", KeyUsage.INDEX)).contains(index);
    }

    @Test
    final void walksOverEveryRowInTheUnsignedOrderOfIds() {
        List<DataKeyRow> inOrder = Stream.of(1L, 0x0fL, 0x10L, 0x9fL, 0xa0L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L)
                .map(id -> KeyRows.of("clinic-" + id, 1, KeyState.RETIRED)
                        .withId(new KeyId(id))
                        .row())
                .toList();
        List<DataKeyRow> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled);
        shuffled.forEach(this::write);

        assertThat(store().page(null, 100).rows()).containsExactlyElementsOf(inOrder);
        assertThat(store().page(null, 4).rows()).containsExactlyElementsOf(inOrder.subList(0, 4));
        assertThat(store().page(new KeyId(0x9f), 4).rows()).containsExactlyElementsOf(inOrder.subList(4, 8));
        assertThat(store().page(new KeyId(0x50), 2).rows()).containsExactlyElementsOf(inOrder.subList(3, 5));
        assertThat(store().page(new KeyId(-1), 4).rows()).isEmpty();
    }

    @Test
    final void walksOverRowsOfEveryTenantUsageAndState() {
        List<DataKeyRow> rows = new ArrayList<>();
        for (KeyUsage usage : KeyUsage.values()) {
            for (KeyState state : KeyState.values()) {
                rows.add(KeyRows.of("clinic-" + state, 1, state).usedFor(usage).row());
            }
        }
        rows.forEach(this::write);

        assertThat(store().page(null, 100).rows()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    final void walksPastRowsThatAreNone() {
        List<DataKeyRow> rows = Stream.of(1L, 2L, 3L, 4L, 5L)
                .map(id ->
                        KeyRows.active("clinic-" + id, 1).withId(new KeyId(id)).row())
                .toList();
        rows.forEach(this::write);
        Assumptions.assumeTrue(malform(new KeyId(3)) && malform(new KeyId(5)), "rows cannot be edited");

        KeyPage page = store().page(null, 3);
        assertThat(page.rows()).containsExactlyElementsOf(rows.subList(0, 2));
        assertThat(page.malformed()).extracting(MalformedKeyRow::keyId).containsExactly(Optional.of(new KeyId(3)));
        assertThat(page.next()).isEqualTo(new KeyId(3));
        List<DataKeyRow> sound = new ArrayList<>();
        List<MalformedKeyRow> malformed = new ArrayList<>();
        store().forEach(sound::add, malformed::add);
        assertThat(sound).containsExactly(rows.get(0), rows.get(1), rows.get(3));
        assertThat(malformed).extracting(MalformedKeyRow::id).containsExactly("0000000000000003", "0000000000000005");
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> store().find(new KeyId(3)));
    }

    @Test
    final void listsTheNewestVersionFirst() {
        write(KeyRows.of("clinic-1", 2, KeyState.RETIRED).row());
        write(KeyRows.of("clinic-1", 10, KeyState.PENDING).row());
        write(KeyRows.of("clinic-1", 1, KeyState.RETIRED).row());

        assertThat(store().findAll("clinic-1", KeyUsage.FIELD))
                .extracting(row -> row.identity().version())
                .containsExactly(10, 2, 1);
    }
}
