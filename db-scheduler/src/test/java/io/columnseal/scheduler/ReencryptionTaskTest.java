package io.columnseal.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionProgress;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedulers on one database, as those of several nodes are. */
@Timeout(60)
class ReencryptionTaskTest {

    private static final String TENANT = "clinic-north";
    private static final String RUN = "rotation-2026-11";
    private static final int ROWS = 200;
    private static final SealedColumn SSN = new SealedColumn(
            "Patient",
            "ssn",
            "patient",
            List.of("id"),
            "ssn",
            "patient.ssn",
            "field",
            "text",
            Storage.BINARY,
            1,
            false);

    private final JdbcDataSource database = new JdbcDataSource();
    private final RunStore runs = new InMemoryRunStore();
    private final List<Scheduler> schedulers = new ArrayList<>();
    private final CountDownLatch placesLeft = new CountDownLatch(1);
    private ColumnSeal seal;
    private Connection open;

    @BeforeEach
    void insert() throws SQLException {
        database.setUrl("jdbc:h2:mem:scheduler");
        open = database.getConnection();
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(new InMemoryDataKeyStore())
                .build();
        try (Statement statement = open.createStatement()) {
            statement.execute("create table patient (id bigint primary key, ssn varbinary(200))");
            statement.execute("create table scheduled_tasks (task_name varchar(100) not null,"
                    + " task_instance varchar(100) not null, task_data blob, execution_time timestamp with time zone,"
                    + " picked boolean, picked_by varchar(50), last_success timestamp with time zone,"
                    + " last_failure timestamp with time zone, consecutive_failures int,"
                    + " last_heartbeat timestamp with time zone, version bigint, priority smallint,"
                    + " primary key (task_name, task_instance))");
        }
        try (PreparedStatement insert = open.prepareStatement("insert into patient values (?, ?)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setLong(1, i);
                insert.setBytes(2, seal.fields().encrypt(FieldContext.of(TENANT, "patient.ssn"), new byte[] {1}));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        seal.keys().rotate(TENANT, "test", "test");
    }

    @AfterEach
    void close() throws SQLException {
        schedulers.forEach(Scheduler::stop);
        seal.close();
        open.close();
    }

    @Test
    void hasEveryNodeTakePart() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Node north = new Node("north", new Meeting(both));
        Node south = new Node("south", new Meeting(both));

        north.task.start(north.scheduler, RUN);

        assertThat(south.ended.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(north.ended.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::rowsDone).isEqualTo((long) ROWS);
    }

    @Test
    void takesPartOnceThoughItFindsOtherPlaces() throws InterruptedException {
        Node north = new Node("north", progress -> {});

        north.task.start(north.scheduler, RUN);

        assertThat(north.ended.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(north.prepared).as("to begin it, and to take part").hasValue(2);
    }

    @Test
    void leavesItsPlaceToOthersWhenItsSchedulerStops() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        Node north = new Node("north", progress -> {
            atWork.countDown();
            await(placesLeft);
        });
        north.task.start(north.scheduler, RUN, 1);
        await(atWork);
        Thread stopping = new Thread(north.scheduler::stop);
        stopping.start();
        while (!north.scheduler.getSchedulerState().isShuttingDown()) {
            Thread.onSpinWait();
        }
        placesLeft.countDown();
        stopping.join();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.RUNNING);

        Node south = new Node("south", progress -> {});

        assertThat(south.ended.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
    }

    @Test
    void givesUpThePlacesOfARunThatIsStopped() throws InterruptedException {
        Node north = new Node("north", progress -> runs.ask(RUN, Wish.STOP));

        north.task.start(north.scheduler, RUN, 1);

        assertThat(north.ended.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.STOPPED);
        north.scheduler.stop();
        assertThat(north.scheduler.getScheduledExecutions()).isEmpty();
    }

    @Test
    void triesLessAndLessOftenWhatFails() throws Exception {
        Semaphore failures = new Semaphore(0);
        Node north = new Node("north", progress -> {
            failures.release();
            throw new IllegalStateException("a listener that fails");
        });
        north.task.start(north.scheduler, RUN, 1);
        assertThat(failures.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
        Duration first = pauseAfterFailure(1);

        List<Duration> pauses = new ArrayList<>();
        for (int before : List.of(3, 1000)) {
            try (Statement statement = open.createStatement()) {
                statement.execute(
                        "update scheduled_tasks set execution_time = now(), consecutive_failures = " + before);
            }
            assertThat(failures.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
            pauses.add(pauseAfterFailure(before + 1));
        }

        assertThat(first).isEqualTo(Duration.ofSeconds(5));
        assertThat(pauses).containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(2560));
        // Somebody has mended it, and asks for the run again
        north.task.start(north.scheduler, RUN, 1);
        assertThat(failures.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until the scheduler has noted so many. */
    private Duration pauseAfterFailure(int count) throws SQLException {
        Instant deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            try (Statement statement = open.createStatement();
                    ResultSet place = statement.executeQuery("select execution_time, last_failure from scheduled_tasks"
                            + " where not picked and consecutive_failures = " + count)) {
                if (place.next()) {
                    return Duration.between(
                            place.getObject(2, OffsetDateTime.class), place.getObject(1, OffsetDateTime.class));
                }
            }
        }
        throw new AssertionError("no failure was noted");
    }

    @Test
    void refusesARunOfNoNode() {
        ReencryptionTask task = new ReencryptionTask(runs, this::run);

        assertThatIllegalArgumentException().isThrownBy(() -> task.start(null, RUN, 0));
        assertThat(runs.find(RUN)).isEmpty();
    }

    private Reencryption run(String id) {
        // Long enough for a node to hear what it is asked to do
        return seal.reencryption(database, List.of(SSN))
                .rememberedIn(runs, id)
                .pageSize(1)
                .rowsPerSecond(75);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Goes on when all have come. */
    private static final class Meeting implements Consumer<ReencryptionProgress> {

        private final CountDownLatch all;
        private boolean come;

        Meeting(CountDownLatch all) {
            this.all = all;
        }

        @Override
        public void accept(ReencryptionProgress progress) {
            if (!come) {
                come = true;
                all.countDown();
                await(all);
            }
        }
    }

    private final class Node extends AbstractSchedulerListener {

        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicInteger prepared = new AtomicInteger();
        private final ReencryptionTask task;
        private final Scheduler scheduler;

        Node(String name, Consumer<ReencryptionProgress> listener) {
            task = new ReencryptionTask(runs, id -> {
                prepared.incrementAndGet();
                return run(id).listener(listener::accept);
            });
            scheduler = Scheduler.create(database, task.task())
                    .schedulerName(new SchedulerName.Fixed(name))
                    .threads(2)
                    .pollingInterval(Duration.ofMillis(100))
                    .addSchedulerListener(this)
                    .build();
            schedulers.add(scheduler);
            scheduler.start();
        }

        @Override
        public void onExecutionComplete(ExecutionComplete complete) {
            if (runs.find(RUN).orElseThrow().state() != State.RUNNING) {
                ended.countDown();
            }
        }
    }
}
