package io.columnseal.spring;

/**
 * Begins re-encryption runs that the nodes of an application share. A bean of this type takes the place of the starter's
 * own, which works with db-scheduler. Safe for use by many threads.
 */
@FunctionalInterface
public interface RunStarter {

    /**
     * Begins a run, or has one go on that was stopped, and returns at once; one that is under way stays as it is.
     *
     * @param runId names the run, 1 to 64 characters
     */
    void start(String runId);
}
