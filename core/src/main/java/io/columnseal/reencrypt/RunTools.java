package io.columnseal.reencrypt;

/** What the walks of a run work with; all of it is safe for use by many threads. */
record RunTools(
        ValueMover mover, RetriedTransactions transactions, CensusTaker censuses, RunThreads threads, RunTime time) {}
