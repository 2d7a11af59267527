package io.columnseal.audit;

import io.columnseal.key.AccessLogListener;
import io.columnseal.key.LoggedEntry;
import org.jspecify.annotations.Nullable;

/** Where entries of the access log go beside their table: SLF4J, and a sink if there is one. Created by the facade; no API. */
public final class AuditOutlets implements AccessLogListener, AutoCloseable {

    private final AccessLogListener events = new AuditEvents();
    private final @Nullable SinkFeed feed;

    public AuditOutlets(@Nullable AuditSink sink) {
        this.feed = sink == null ? null : new SinkFeed(sink);
    }

    @Override
    public void appended(LoggedEntry entry) {
        // The sink first: it does not depend on how logging is set up
        if (feed != null) {
            feed.appended(entry);
        }
        events.appended(entry);
    }

    /** How many entries the sink has not received and will not receive any more. */
    public long undelivered() {
        return feed == null ? 0 : feed.undelivered();
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
