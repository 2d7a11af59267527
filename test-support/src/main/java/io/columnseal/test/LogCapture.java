package io.columnseal.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * All that is logged until it is closed, at every level, by loggers that are switched off otherwise as well. Needs Logback.
 * Not for tests that run beside others.
 */
final class LogCapture implements AutoCloseable {

    private final Map<Logger, @Nullable Level> before = new HashMap<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root;

    LogCapture() {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Logger logger : loggers.getLoggerList()) {
            before.put(logger, logger.getLevel());
            logger.setLevel(logger == root ? Level.ALL : null);
        }
        log.start();
        root.addAppender(log);
    }

    /** What was logged, with its exceptions' texts; ends the capture, since other threads may log at any time. */
    List<String> lines() {
        root.detachAppender(log);
        // Waits for an event that is being appended, and lets no later one in
        log.stop();
        synchronized (log) {
            return log.list.stream().map(LogCapture::text).toList();
        }
    }

    private static String text(ILoggingEvent event) {
        IThrowableProxy error = event.getThrowableProxy();
        return error == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + System.lineSeparator() + ThrowableProxyUtil.asString(error);
    }

    @Override
    public void close() {
        root.detachAppender(log);
        before.forEach(Logger::setLevel);
    }
}
