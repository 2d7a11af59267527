package io.columnseal.key;

/**
 * Is told of every entry that this node has written to the access log, after it was committed: on the thread of the
 * operation, or of the log for what was not written at once. Must not block. An exception thrown here is logged and
 * ignored.
 */
@FunctionalInterface
public interface AccessLogListener {

    void appended(LoggedEntry entry);
}
