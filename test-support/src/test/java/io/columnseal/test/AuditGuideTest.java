package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.audit.AuditArchive;
import io.columnseal.audit.AuditReport;
import io.columnseal.audit.AuditSink;
import io.columnseal.audit.JsonLine;
import io.columnseal.health.KeyHealth;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.LogHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the code of docs/guides/audit-and-health.md; {@link PostgresGrantsTest} runs the rights that it gives. */
class AuditGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guides", "audit-and-health.md");

    @TempDir
    Path directory;

    private final TestKms kms = new TestKms();

    @Test
    void theExamplesDoWhatTheGuideSays() throws InterruptedException {
        LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
        Siem siem = sent::add;
        AuditSink sink = entry -> siem.send(JsonLine.of(entry));
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        try (ColumnSeal seal = open(store, Clock.fixed(Instant.parse("2025-09-01T00:00:00Z"), ZoneOffset.UTC), sink)) {
            seal.keys().initialize("clinic-1", "j.doe");
            assertThat(sent.poll(30, TimeUnit.SECONDS)).contains("GENERATE");
        }
        try (ColumnSeal seal = open(store, Clock.systemUTC(), sink)) {
            AuditReport report = seal.audit().verify();
            report.findings().forEach(finding -> alert(finding.toString()));

            String kept = seal.audit().verify().head().toString(); // "8123:9f3a…", to another system
            AuditReport later = seal.audit().verify(LogHead.parse(kept)); // some day

            AuditArchive archive =
                    seal.audit().archive(directory, Instant.parse("2025-10-01T00:00:00Z"), "j.doe", "yearly");

            KeyHealth health = seal.health();

            assertThat(later.findings()).isEmpty();
            assertThat(archive.file()).exists();
            assertThat(health.findings()).isNotEmpty();
        }
    }

    private ColumnSeal open(InMemoryDataKeyStore store, Clock clock, AuditSink sink) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .auditSink(sink)
                .clock(clock)
                .build();
    }

    private static void alert(String finding) {
        throw new AssertionError(finding);
    }

    private interface Siem {
        void send(String line);
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = withoutBlanks(
                Files.readString(Path.of("src", "test", "java", "io", "columnseal", "test", "AuditGuideTest.java")));

        assertThat(blocks("java"))
                .hasSize(5)
                .allSatisfy(example -> assertThat(source).contains(withoutBlanks(example)));
    }

    static Stream<AuditLogTest> databases() {
        return Stream.of(new PostgresAuditLogTest(), new MariaDbAuditLogTest(), new H2AuditLogTest());
    }

    /** What those tests do before they remove entries. */
    @ParameterizedTest
    @MethodSource("databases")
    void removesArchivedEntriesByTheStatementsThatAreTested(AuditLogTest database) throws IOException {
        assertThat(blocks("sql").get(1))
                .contains(database.switchOffTriggers(""))
                .contains("delete from master_key_access_log where id <= ");
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }
}
