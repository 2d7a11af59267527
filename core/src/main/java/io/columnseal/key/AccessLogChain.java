package io.columnseal.key;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers entries and links each to the one before it, by a MAC that editing one breaks. Called by an {@link AccessLog}
 * inside the transaction that appends, while nobody else can append; must not use the store. Safe for use by many threads.
 */
@FunctionalInterface
public interface AccessLogChain {

    /** Numbers entries and links them to nothing: whoever verifies the log reports them. */
    AccessLogChain NONE = (previous, entries) -> {
        List<LoggedEntry> logged = new ArrayList<>();
        for (AccessLog.Entry entry : entries) {
            logged.add(new LoggedEntry(previous.sequence() + 1 + logged.size(), entry, null, null, null));
        }
        return logged;
    };

    /**
     * The entries as they are to be stored, in the same order.
     *
     * @param previous the last entry of the log
     */
    List<LoggedEntry> link(LogHead previous, List<AccessLog.Entry> entries);
}
