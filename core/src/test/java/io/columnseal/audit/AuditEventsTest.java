package io.columnseal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.columnseal.key.AccessLog;
import io.columnseal.key.EntryBuilder;
import io.columnseal.key.KeyId;
import io.columnseal.key.LoggedEntry;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditEventsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("columnseal.audit");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private Level before;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
        logger.setLevel(before);
    }

    @Test
    void logsFieldsAsKeyValuePairs() {
        log(entry("ROTATE").key(new KeyId(1)).version(2).tenant("clinic-1").reason("yearly"));

        ILoggingEvent event = events.list.get(0);
        assertThat(event.getLevel()).isEqualTo(Level.INFO);
        assertThat(event.getFormattedMessage()).isEqualTo("ROTATE done");
        assertThat(event.getKeyValuePairs().stream()
                        .map(pair -> pair.key + "=" + pair.value)
                        .collect(Collectors.toList()))
                .contains(
                        "sequence=7",
                        "operation=ROTATE",
                        "success=true",
                        "actor=j.doe",
                        "keyId=0000000000000001",
                        "keyVersion=2",
                        "tenant=clinic-1",
                        "reason=yearly")
                .noneMatch(pair -> pair.startsWith("mac"));
    }

    @Test
    void warnsOfFailuresAndWhispersOfUnwraps() {
        log(entry("UNWRAP"));
        log(entry("UNWRAP").failed("KmsDeniedException"));

        assertThat(events.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG, Level.WARN);
    }

    /** Tenants are whatever the application calls them. */
    @Test
    void letsNoTenantPassForAnotherLine() {
        log(entry("UNWRAP").tenant("a\nWARN ROTATE done\u2028"));

        assertThat(events.list.get(0).getKeyValuePairs())
                .allSatisfy(pair -> assertThat(String.valueOf(pair.value)).doesNotContain("\n", "\u2028"))
                .anySatisfy(pair -> assertThat(pair.value).isEqualTo("a\\u000aWARN ROTATE done\\u2028"));
    }

    private void log(EntryBuilder entry) {
        new AuditEvents().appended(new LoggedEntry(7, entry.build(), new byte[32], new KeyId(2), new byte[32]));
    }

    private static EntryBuilder entry(String operation) {
        return AccessLog.Entry.of(operation, Instant.EPOCH, "j.doe");
    }
}
