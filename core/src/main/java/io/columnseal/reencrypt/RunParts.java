package io.columnseal.reencrypt;

/**
 * What a run over a catalogue consists of beside its tables.
 *
 * @param pageSize rows of a page, at most
 */
record RunParts(RunTools tools, int pageSize, StopSignal stop, RunPace pace, RunJournal journal, Progress progress) {}
