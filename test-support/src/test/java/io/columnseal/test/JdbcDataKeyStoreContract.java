package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.key.AccessLog;
import io.columnseal.key.Approval;
import io.columnseal.key.ApprovalStore;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyPage;
import io.columnseal.key.LoggedEntry;
import io.columnseal.key.MalformedKeyRow;
import io.columnseal.key.SchemaCreation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract on a database. */
abstract class JdbcDataKeyStoreContract extends DataKeyStoreContract {

    private static final int NODES = 4;
    private static final int ROUNDS = 5;

    private final String prefix = JdbcStores.newPrefix();
    private DataSource opened;

    abstract DataSource dataSource();

    @Override
    protected final DataKeyStore openEmptyStore() {
        opened = dataSource();
        return JdbcStores.empty(opened, prefix);
    }

    @Test
    void createsItsTablesOnceHoweverManyNodesStartTogether() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                DataKeyStore store = JdbcDataKeyStore.on(dataSource())
                        .withTablePrefix(JdbcStores.newPrefix())
                        .withSchemaCreation(SchemaCreation.ALWAYS);
                CyclicBarrier start = new CyclicBarrier(NODES);
                Callable<Long> node = () -> {
                    start.await();
                    store.verify();
                    return store.revision();
                };
                for (Future<Long> revision : nodes.invokeAll(Collections.nCopies(NODES, node))) {
                    assertThat(revision.get()).isZero();
                }
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void tellsTheTimeByTheClockOfTheDatabase() {
        assertThat(store().nodes().now())
                .hasValueSatisfying(now -> assertThat(now).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
    }

    @Override
    protected boolean malform(KeyId id) {
        return edit("state = 'ACTIV'", id) == 1;
    }

    private int edit(String change, KeyId id) {
        return new KeyTables(opened)
                .update("update " + prefix + "data_encryption_keys set " + change + " where id = ?", id.toString());
    }

    @Test
    void walksPastRowsWhoseIdsAreNone() {
        DataKeyStore store = store();
        List<DataKeyRow> rows = IntStream.rangeClosed(1, 4)
                .mapToObj(id ->
                        KeyRows.active("clinic-" + id, 1).withId(new KeyId(id)).row())
                .toList();
        rows.forEach(this::write);
        edit("id = '000000000000000Z'", new KeyId(2));
        edit("id = '00000000000000\u00e9'", new KeyId(4));

        Set<DataKeyRow> sound = new HashSet<>();
        Set<MalformedKeyRow> malformed = new HashSet<>();
        KeyId next = null;
        do {
            KeyPage page = store.page(next, 3);
            assertThat(next == null || !next.equals(page.next())).as("goes on").isTrue();
            sound.addAll(page.rows());
            malformed.addAll(page.malformed());
            next = page.next();
        } while (next != null);
        assertThat(sound).containsExactlyInAnyOrder(rows.get(0), rows.get(2));
        assertThat(malformed)
                .extracting(MalformedKeyRow::id, MalformedKeyRow::tenant, MalformedKeyRow::keyId)
                .containsExactlyInAnyOrder(
                        tuple("000000000000000Z", "clinic-2", Optional.empty()),
                        tuple("00000000000000?", "clinic-4", Optional.empty()));
    }

    /** Or one row would refuse every operation that takes two people. */
    @Test
    void takesARequestThatSomebodyGarbledForNone() {
        ApprovalStore approvals = store().approvals();
        approvals.write(request("0123456789abcdef", Approval.State.APPROVED, "a.smith", 1));
        approvals.write(request("fedcba9876543210", Approval.State.APPROVED, "a.smith", 1));

        new KeyTables(opened)
                .update("update " + prefix
                        + "columnseal_approvals set operation = 'SING' where id = '0123456789abcdef'");

        assertThat(approvals.find("0123456789abcdef")).isEmpty();
        assertThat(approvals.findAll(List.of(Approval.State.REQUESTED, Approval.State.APPROVED)))
                .extracting(stored -> stored.approval().id())
                .containsExactly("fedcba9876543210");
    }

    /** The application's user may insert, and must not delete. */
    @Test
    void goesOnRecordingWhateverNumberSomebodyGaveARow() {
        AccessLog log = store().accessLog();
        AccessLog.Entry entry =
                AccessLog.Entry.of("ROTATE", Instant.EPOCH, "j.doe").build();
        log.append(entry);
        new KeyTables(opened)
                .update("insert into " + prefix
                        + "master_key_access_log (id, occurred_at, operation, success, occurrences, actor) values ("
                        + Long.MAX_VALUE + ", 0, 'ROTATE', true, 1, 'mallory')");

        log.append(entry);

        assertThat(log.read(1, 1)).extracting(LoggedEntry::sequence).containsExactly(2L);
        assertThat(log.lastSequence()).isEqualTo(2);
    }

    @Override
    protected final List<AccessLog.Entry> recordedUses() {
        return new KeyTables(opened).uses(prefix);
    }
}
