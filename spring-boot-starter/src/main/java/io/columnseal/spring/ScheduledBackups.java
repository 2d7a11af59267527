package io.columnseal.spring;

import io.columnseal.ColumnSealException;
import io.columnseal.backup.BackupInfo;
import io.columnseal.backup.Backups;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.key.AccessLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs the keys up whenever the newest backup is older than an interval, and removes older ones. It looks each minute, on
 * a daemon thread: nodes that share a directory share its backups, and a restart makes none too many. Safe for use by many
 * threads.
 */
final class ScheduledBackups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    private static final String REASON = "scheduled backup";
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int PAUSES_AFTER_A_FAILURE = 10;
    private static final long CLOSING_SECONDS = 10;

    private final Backups backups;
    private final String environment;
    private final Duration interval;
    private final int kept;
    private final Clock clock;
    private final Runnable closing;
    private final Instant begun;
    private final ScheduledThreadPoolExecutor executor;
    private int pauses;

    /**
     * @param environment whose backups count
     * @param closing what is done at the end
     */
    ScheduledBackups(Backups backups, String environment, Duration interval, int kept, Clock clock, Runnable closing) {
        this.backups = backups;
        this.environment = environment;
        this.interval = interval;
        this.kept = kept;
        this.clock = clock;
        this.closing = closing;
        this.begun = clock.instant();
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "columnseal-backup");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks from now on, until this is closed. */
    ScheduledBackups start() {
        // Nodes that were started together shall not back up together
        long delay = PAUSE.toMillis() + ThreadLocalRandom.current().nextLong(PAUSE.toMillis());
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::runIfDue, delay, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Backs up if it is time; after a failure, some minutes later again. */
    synchronized void runIfDue() {
        if (pauses > 0) {
            pauses--;
            return;
        }
        try {
            Instant now = clock.instant();
            if (newest(now).filter(taken -> now.isBefore(taken.plus(interval))).isPresent()) {
                return;
            }
            BackupInfo made = backups.create(AccessLog.SYSTEM_ACTOR, REASON);
            List<BackupInfo> removed = backups.keepNewest(kept, AccessLog.SYSTEM_ACTOR, REASON);
            LOG.info("Backed the keys up as {}, removed {} older backups", made.file(), removed.size());
        } catch (RuntimeException | Error e) {
            // Whatever it is, the executor would never look again
            pauses = PAUSES_AFTER_A_FAILURE;
            LOG.warn("The scheduled backup of the keys failed and is tried again: {}", described(e));
        }
    }

    /** A backup that is overdue. */
    List<HealthFinding> findings() {
        Instant now = clock.instant();
        Duration overdue = interval.multipliedBy(2);
        try {
            Instant newest = newest(now).orElse(null);
            if (now.isBefore((newest == null ? begun : newest).plus(overdue))) {
                return List.of();
            }
            return List.of(finding(
                    newest == null
                            ? "There is no backup of the keys in the configured directory"
                            : "The newest backup of the keys is of " + newest));
        } catch (RuntimeException e) {
            return List.of(finding("The backups of the keys cannot be listed: " + described(e)));
        }
    }

    private static HealthFinding finding(String message) {
        return new HealthFinding(
                Kind.OLD_BACKUP,
                Severity.WARNING,
                message,
                "See the warnings of the scheduled backup in the log, or make one with backups(…).create(…)");
    }

    /** A head that tells a time to come holds nothing up: nobody has verified it. */
    private Optional<Instant> newest(Instant now) {
        return backups.list().stream()
                .filter(backup -> backup.environment().equals(environment))
                .map(BackupInfo::takenAt)
                .filter(taken -> !taken.isAfter(now))
                .max(Comparator.naturalOrder());
    }

    /** A KMS or a key store of somebody else's making may throw anything, with values in its message. */
    private static Object described(Throwable e) {
        return e instanceof ColumnSealException ? String.valueOf(e.getMessage()) : e.getClass();
    }

    /** Waits a moment for the backup that is under way. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        closing.run();
    }
}
