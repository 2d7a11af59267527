package io.columnseal.audit;

import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogListener;
import io.columnseal.key.LoggedEntry;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each entry of the access log to the logger {@code columnseal.audit}, its fields as key-value pairs: failures at
 * WARN, uses of the KEK at DEBUG since there may be many, everything else at INFO.
 */
final class AuditEvents implements AccessLogListener {

    private static final Logger LOG = LoggerFactory.getLogger("columnseal.audit");
    private static final Set<String> FREQUENT = Set.of("UNWRAP", "GENERATE");

    @Override
    public void appended(LoggedEntry logged) {
        AccessLog.Entry entry = logged.entry();
        LoggingEventBuilder event = LOG.atLevel(level(entry));
        event = add(event, "sequence", logged.sequence());
        event = add(event, "time", entry.time());
        event = add(event, "operation", entry.operation());
        event = add(event, "success", entry.success());
        event = add(event, "occurrences", entry.occurrences());
        event = add(event, "actor", entry.actor());
        event = add(event, "origin", entry.origin());
        event = add(event, "keyId", entry.keyId());
        event = add(event, "keyVersion", entry.keyVersion());
        event = add(event, "previousKeyId", entry.previousKeyId());
        event = add(event, "previousVersion", entry.previousVersion());
        event = add(event, "kekId", entry.kekId());
        event = add(event, "previousKekId", entry.previousKekId());
        event = add(event, "tenant", entry.tenant() == null ? null : JsonLine.escaped(entry.tenant()));
        event = add(event, "context", entry.context());
        event = add(event, "reason", entry.reason());
        event = add(event, "backup", entry.backup());
        event = add(event, "error", entry.error());
        event.log("{} {}", entry.operation(), entry.success() ? "done" : "failed");
    }

    private static Level level(AccessLog.Entry entry) {
        if (!entry.success()) {
            return Level.WARN;
        }
        return FREQUENT.contains(entry.operation()) ? Level.DEBUG : Level.INFO;
    }

    private static LoggingEventBuilder add(LoggingEventBuilder event, String name, @Nullable Object value) {
        return value == null ? event : event.addKeyValue(name, value);
    }
}
