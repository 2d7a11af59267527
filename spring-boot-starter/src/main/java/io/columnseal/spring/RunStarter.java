package io.columnseal.spring;

/** Begins re-encryption runs that the nodes of an application share. */
@FunctionalInterface
interface RunStarter {

    /** @param runId names the run, 1 to 64 characters */
    void start(String runId);
}
