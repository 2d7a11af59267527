package io.columnseal.spring;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.columnseal.scheduler.ReencryptionTask;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * This node's part in re-encryption runs that nodes share: a scheduler of its own, beside whichever the application has, on
 * the database of the keys. Safe for use by many threads.
 */
final class SharedReencryption implements RunStarter, SmartLifecycle {

    private static final Duration POLLING_INTERVAL = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(30);

    /** A run keeps one, also while it is paused; one finds that this node has a place already. */
    private static final int THREADS = 8;

    private final ReencryptionTask task;
    private final DataSource dataSource;
    private final String table;
    private final SchedulerClient client;
    private volatile @Nullable Scheduler scheduler;

    /** @param table of the scheduler, as it is written in SQL */
    SharedReencryption(ReencryptionTask task, DataSource dataSource, String table) {
        this.task = task;
        this.dataSource = dataSource;
        this.table = table;
        // Never started; db-scheduler's mere client commits nothing where connections do not commit by themselves
        this.client = newScheduler();
    }

    private Scheduler newScheduler() {
        return Scheduler.create(dataSource, task.task())
                .tableName(table)
                .threads(THREADS)
                .pollingInterval(POLLING_INTERVAL)
                .heartbeatInterval(HEARTBEAT_INTERVAL)
                .shutdownMaxWait(LONGEST_SHUTDOWN)
                .commitWhenAutocommitDisabled(true)
                .build();
    }

    /** This node looks for its place at once, the others with their next look at the table. */
    @Override
    public void start(String runId) {
        task.start(client, runId);
        // Not under the lock, which is held for as long as a scheduler takes to stop
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    /** With another scheduler each time, since one that was stopped does not start again. */
    @Override
    public synchronized void start() {
        if (scheduler == null) {
            Scheduler started = newScheduler();
            started.start();
            scheduler = started;
        }
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            scheduler.stop();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }
}
