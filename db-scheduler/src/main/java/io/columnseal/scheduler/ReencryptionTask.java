package io.columnseal.scheduler;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Has the nodes of a scheduler share re-encryption runs. A run has some places in the scheduler's table, one for each node
 * that may take part. A node that finds a free place takes it for as long as the run lasts, and leaves the others where they
 * are; the place of one that dies is free again once the scheduler has noticed.
 *
 * <p>Safe for use by many threads.
 */
public final class ReencryptionTask {

    /** Name of the task in the scheduler's table. */
    public static final String NAME = "columnseal-reencryption";

    /** So many nodes take part in a run, at most, unless told otherwise. */
    public static final int DEFAULT_NODES = 8;

    /** A place that this node does not need is offered to others after this. */
    private static final Duration OFFERED_AGAIN_AFTER = Duration.ofSeconds(5);

    /** Of the time above, after failures: 43 minutes at most. */
    private static final int MOST_DOUBLINGS = 9;

    private static final String SEPARATOR = "#";

    private final RunStore runs;
    private final Function<String, Reencryption> prepare;
    private final Task<Void> task;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();

    /**
     * @param runs where runs are remembered, the same for all nodes
     * @param prepare a run by its id, as this node takes part in it: {@linkplain Reencryption#rememberedIn remembered} in
     *     these runs under this id. It is stopped when the scheduler shuts down, whatever else it is {@linkplain
     *     Reencryption#stopWhen stopped} by
     */
    public ReencryptionTask(RunStore runs, Function<String, Reencryption> prepare) {
        this.runs = runs;
        this.prepare = prepare;
        this.task = Tasks.custom(NAME, Void.class)
                .onFailure(ReencryptionTask::tryAgainLater)
                .execute(this::execute);
    }

    /** Each time twice as long after: what a missing right or column stops, it stops on every node. */
    private static void tryAgainLater(ExecutionComplete failed, ExecutionOperations<Void> operations) {
        int failures = Math.min(failed.getExecution().consecutiveFailures, MOST_DOUBLINGS);
        operations.reschedule(failed, failed.getTimeDone().plus(OFFERED_AGAIN_AFTER.multipliedBy(1L << failures)));
    }

    /** What the scheduler of every node is to know. It keeps one of its threads for as long as a run lasts. */
    public Task<Void> task() {
        return task;
    }

    /** Begins a run, or has one go on that was stopped, on {@value #DEFAULT_NODES} nodes at most. */
    public void start(SchedulerClient scheduler, String run) {
        start(scheduler, run, DEFAULT_NODES);
    }

    /**
     * Begins a run, or has one go on that was stopped. May be called for a run that is under way: a node that failed in it does
     * not wait until it tries again.
     *
     * @param nodes how many take part at most, at least 1
     * @throws io.columnseal.KeyStoreException if the run cannot be remembered
     */
    public void start(SchedulerClient scheduler, String run, int nodes) {
        if (nodes < 1) {
            throw new IllegalArgumentException("nodes must be at least 1: " + nodes);
        }
        prepare.apply(run).begin();
        for (int place = 0; place < nodes; place++) {
            schedule(scheduler, task.instance(run + SEPARATOR + place));
        }
    }

    /** At once, whatever it waits for since it failed: somebody may have mended it. */
    private static void schedule(SchedulerClient scheduler, TaskInstance<Void> place) {
        try {
            scheduler.schedule(place, Instant.now(), ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException e) {
            // A node is at work in it, or just was
        }
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> place, ExecutionContext context) {
        String run = place.getId().substring(0, place.getId().lastIndexOf(SEPARATOR));
        if (isUnderWay(run) && atWork.add(run)) {
            try {
                prepare.apply(run)
                        .stopWhen(context.getSchedulerState()::isShuttingDown)
                        .share();
            } finally {
                atWork.remove(run);
            }
        }
        return isUnderWay(run)
                ? (done, operations) ->
                        operations.reschedule(done, done.getTimeDone().plus(OFFERED_AGAIN_AFTER))
                : new CompletionHandler.OnCompleteRemove<>();
    }

    private boolean isUnderWay(String run) {
        return runs.find(run)
                .filter(found -> found.state() == ReencryptionRun.State.RUNNING)
                .isPresent();
    }
}
