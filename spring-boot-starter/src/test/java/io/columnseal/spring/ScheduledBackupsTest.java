package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.backup.BackupInfo;
import io.columnseal.backup.Backups;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.key.AccessLog;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

class ScheduledBackupsTest {

    private static final String PASSPHRASE = "correct horse battery staple";
    private static final int MINUTES_AFTER_A_FAILURE = 10;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private Instant now = Instant.parse("2026-11-28T02:00:00Z");
    private Error failure;
    private final Clock clock = ((InstantSource) this::now).withZone(ZoneOffset.UTC);
    private ColumnSeal seal;
    private Path directory;
    private ScheduledBackups schedule;

    @TempDir
    Path temporary;

    @BeforeEach
    void open() {
        directory = temporary.resolve("backups");
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(Contexts.MASTER_KEY))
                .keyStore(store)
                .clock(clock)
                .build();
        schedule = schedule(3);
    }

    @AfterEach
    void close() {
        schedule.close();
        seal.close();
    }

    /** An executor never comes back to what has thrown anything. */
    @Test
    void goesOnAfterAnError() {
        failure = new NoClassDefFoundError("io/columnseal/Missing");
        schedule.runIfDue();
        failure = null;
        for (int i = 0; i < MINUTES_AFTER_A_FAILURE; i++) {
            schedule.runIfDue();
        }
        assertThat(backups()).isEmpty();

        schedule.runIfDue();

        assertThat(backups()).hasSize(1);
    }

    @Test
    void backsUpOnceAnIntervalWhicheverNodeDidSoBefore() {
        ScheduledBackups other = schedule(3);
        schedule.runIfDue();
        schedule.runIfDue();
        other.runIfDue();
        assertThat(backups()).hasSize(1);

        pass(Duration.ofHours(24).minusSeconds(1));
        schedule.runIfDue();
        other.runIfDue();
        assertThat(backups()).hasSize(1);

        pass(Duration.ofSeconds(1));
        other.runIfDue();
        schedule.runIfDue();
        assertThat(backups()).hasSize(2);
        assertThat(seal.backups(directory).verify(backups().get(0).name()).keys())
                .isNotEmpty();
        assertThat(store.uses())
                .filteredOn(entry -> entry.operation().equals("BACKUP"))
                .hasSize(2)
                .extracting(AccessLog.Entry::actor)
                .containsOnly(AccessLog.SYSTEM_ACTOR);
        other.close();
    }

    @Test
    void keepsTheNewestAndWhatSomebodyNamed() {
        seal.backups(directory).create("before-upgrade", "j.doe", "upgrade");
        pass(Duration.ofDays(1));
        for (int day = 0; day < 5; day++) {
            schedule.runIfDue();
            pass(Duration.ofDays(1));
        }

        assertThat(backups())
                .extracting(BackupInfo::takenAt)
                .containsExactly(
                        now.minus(Duration.ofDays(1)),
                        now.minus(Duration.ofDays(2)),
                        now.minus(Duration.ofDays(3)),
                        now.minus(Duration.ofDays(6)));
        assertThat(backups().get(3).name()).isEqualTo("before-upgrade");
    }

    @Test
    void isNotHeldUpByABackupOfATimeToComeOrOfAnotherEnvironment() {
        Instant today = now;
        pass(Duration.ofDays(3_650));
        schedule.runIfDue();
        now = today;
        try (ColumnSeal development = ColumnSeal.builder()
                .environment(Environment.DEVELOPMENT)
                .kms(LocalKms.fromHex(Contexts.MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .clock(clock)
                .build()) {
            development.backups(directory).create("j.doe", "in the wrong directory");
        }

        pass(Duration.ofSeconds(1));
        schedule.runIfDue();

        assertThat(backups()).filteredOn(backup -> backup.takenAt().equals(now)).hasSize(1);
    }

    @Test
    void triesAgainSomeMinutesAfterAFailureAndTellsOfAnOverdueBackup() throws IOException {
        schedule.runIfDue();
        assertThat(schedule.findings()).isEmpty();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        pass(Duration.ofHours(48));
        schedule.runIfDue();
        assertThat(backups()).hasSize(1);
        assertThat(schedule.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.OLD_BACKUP);
            assertThat(finding.severity()).isEqualTo(HealthFinding.Severity.WARNING);
            assertThat(finding.message()).contains("2026-11-28T02:00");
        });

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (int minute = 0; minute < MINUTES_AFTER_A_FAILURE; minute++) {
            schedule.runIfDue();
        }
        assertThat(backups()).hasSize(1);
        schedule.runIfDue();
        assertThat(backups()).hasSize(2);
        assertThat(schedule.findings()).isEmpty();
    }

    @Test
    void tellsThatThereIsNoBackupOnceOneIsOverdue() {
        assertThat(schedule.findings()).isEmpty();

        pass(Duration.ofHours(48));

        assertThat(schedule.findings())
                .extracting(HealthFinding::message)
                .singleElement()
                .asString()
                .contains("no backup");
    }

    @Test
    void isShownByTheHealthEndpoint() {
        assertThat(HealthConfiguration.withBackups(seal.health(), null).findings())
                .extracting(HealthFinding::kind)
                .doesNotContain(Kind.OLD_BACKUP);
        pass(Duration.ofHours(48));

        assertThat(HealthConfiguration.withBackups(seal.health(), schedule).findings())
                .extracting(HealthFinding::kind)
                .contains(Kind.OLD_BACKUP);
    }

    @Test
    void isSetUpByADirectory() throws IOException {
        createDirectory();
        Contexts.ready()
                .withPropertyValues("columnseal.backup.directory=" + directory)
                .run(context -> {
                    context.getBean(ScheduledBackups.class).runIfDue();

                    Backups made = context.getBean(ColumnSeal.class).backups(directory);
                    assertThat(made.verify(made.list().get(0).name()).keys()).isNotEmpty();
                    assertThat(context.getBean("columnSealHealthIndicator", HealthIndicator.class)
                                    .health()
                                    .getStatus())
                            .isEqualTo(Status.UP);
                });
    }

    @Test
    void isNotThereWithoutADirectory() {
        Contexts.ready().run(context -> assertThat(context).doesNotHaveBean(ScheduledBackups.class));
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        assertRefused("that is there", "columnseal.backup.keep=1");
        assertRefused("that is there", "columnseal.backup.directory= ");
        createDirectory();
        assertRefused("columnseal.backup.keep", "columnseal.backup.keep=0");
        assertRefused("columnseal.backup.interval", "columnseal.backup.interval=10s");
        assertRefused("org.bouncycastle:bcprov-jdk18on", "columnseal.backup.passphrase=" + PASSPHRASE);
        assertRefused("columnseal.dual-control.operations", "columnseal.dual-control.operations=backup");
    }

    private void createDirectory() throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void assertRefused(String named, String property) {
        Contexts.ready()
                .withPropertyValues("columnseal.backup.directory=" + directory, property)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(named)
                        .hasMessageNotContaining(PASSPHRASE));
    }

    private Instant now() {
        if (failure != null) {
            throw failure;
        }
        return now;
    }

    private ScheduledBackups schedule(int kept) {
        return new ScheduledBackups(
                seal.backups(directory), Environment.TEST.name(), Duration.ofHours(24), kept, clock, () -> {});
    }

    private List<BackupInfo> backups() {
        return seal.backups(directory).list();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
