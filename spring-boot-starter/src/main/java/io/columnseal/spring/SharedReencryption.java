package io.columnseal.spring;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.columnseal.scheduler.ReencryptionTask;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;

/**
 * This node's part in re-encryption runs that nodes share: a scheduler of its own, beside whichever the application has, on
 * the database of the keys. Safe for use by many threads.
 */
final class SharedReencryption implements RunStarter, SmartLifecycle {

    private static final Duration POLLING_INTERVAL = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(30);

    /** One that works for as long as a run lasts, and one that finds that this node has a place already. */
    private static final int THREADS = 2;

    private final ReencryptionTask task;
    private final Scheduler scheduler;
    private volatile boolean running;

    /** @param table of the scheduler, as it is written in SQL */
    SharedReencryption(ReencryptionTask task, DataSource dataSource, String table) {
        this.task = task;
        this.scheduler = Scheduler.create(dataSource, task.task())
                .tableName(table)
                .threads(THREADS)
                .pollingInterval(POLLING_INTERVAL)
                .heartbeatInterval(HEARTBEAT_INTERVAL)
                .shutdownMaxWait(LONGEST_SHUTDOWN)
                .build();
    }

    @Override
    public void start(String runId) {
        task.start(scheduler, runId);
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
