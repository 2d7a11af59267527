package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.LocalKms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rotations by a schedule, on nodes whose clock is set. */
class ScheduledRotationTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final Duration AGE = Duration.ofDays(90);

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final List<KeyRotationReport> reports = new ArrayList<>();
    private final Set<String> denied = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private final LocalKms kms = LocalKms.fromHex(MASTER_KEY);
    private final KekUses uses = new KekUses(store.accessLog()::append, clock);
    private final KeyUnwrapper unwrapper = new KeyUnwrapper(KmsRouting.common(kms), uses, Environment.TEST);
    private final KeyCeremony ceremony =
            new KeyCeremony(store, KmsRouting.common(kms), null, unwrapper, uses, Environment.TEST, clock);
    private final SystemKey systemKey =
            new SystemKey(store, unwrapper, ceremony, new AuditChain(), SystemKeyPin.NONE, () -> {});
    private final KeyFactory factory = new KeyFactory(store, systemKey, ceremony, Suite.AES_256_GCM);
    private final StoredKeySource source = new StoredKeySource(
            store,
            unwrapper,
            systemKey,
            factory,
            TestNode.unheard(store),
            new SealCount(store, key -> {}, event -> {}));
    private final CoarseClock ringClock = CoarseClock.start();
    private final KeyRing ring = new KeyRing(
            source,
            new KeyRingSettings(Duration.ofMinutes(5), Duration.ofHours(1), 100),
            OutageSettings.DEFAULT,
            event -> {},
            ringClock,
            LoadingThreads.create());
    private final Rotations rotations = new Rotations(
            store,
            new OperationGate(
                    new OperationRules(
                            null, access -> !denied.contains(access.tenant()), Set.of(), Duration.ofHours(1)),
                    new DualControl(store, systemKey, Set.of(), Duration.ofHours(1), clock),
                    uses,
                    event -> {}),
            factory,
            new KeyAdoption(source, ring, event -> {}),
            clock,
            event -> {});

    @AfterEach
    void close() {
        ring.close();
        ringClock.close();
    }

    @Test
    void rotatesAKeyWhenItIsOldAndNotBefore() {
        ScheduledRotation node = node(RotationSchedule.byAge(AGE));
        KeyInfo first = initialize("clinic-1");
        pass(AGE.minusHours(1));
        node.rotateIfDue();
        assertThat(versions("clinic-1")).containsExactly(1);

        pass(Duration.ofHours(1).plusSeconds(1));
        node.rotateIfDue();
        node.rotateIfDue();

        assertThat(versions("clinic-1")).containsExactly(2, 1);
        assertThat(store.findActive("clinic-1", KeyUsage.FIELD).orElseThrow().changedBy())
                .isEqualTo("system");
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.rotated())
                        .extracting(KeyInfo::version)
                        .containsExactly(2));
        assertThat(store.find(first.id()).orElseThrow().state()).isEqualTo(KeyState.RETIRED);
    }

    @Test
    void goesOnAfterAClockThatWasYearsAhead() {
        ScheduledRotation node = node(RotationSchedule.byAge(AGE));
        initialize("clinic-1");
        pass(Duration.ofDays(3_650));
        node.rotateIfDue();
        pass(Duration.ofHours(1));
        node.rotateIfDue();
        assertThat(versions("clinic-1")).containsExactly(2, 1);

        pass(Duration.ofDays(-3_650));
        node.rotateIfDue();
        assertThat(versions("clinic-1")).as("its key was made in years to come").containsExactly(3, 2, 1);

        pass(Duration.ofHours(2));
        node.rotateIfDue();
        assertThat(versions("clinic-1")).containsExactly(3, 2, 1);
        pass(AGE);
        node.rotateIfDue();
        pass(Duration.ofHours(1).plusSeconds(1));
        node.rotateIfDue();
        assertThat(versions("clinic-1")).containsExactly(4, 3, 2, 1);
    }

    @Test
    void replacesNoKeyOfANodeWhoseClockIsAnHourAhead() {
        ScheduledRotation node = node(RotationSchedule.byAge(AGE));
        pass(Duration.ofHours(1));
        initialize("clinic-1");
        pass(Duration.ofHours(-1).plusSeconds(1));

        node.rotateIfDue();

        assertThat(versions("clinic-1")).containsExactly(1);
    }

    @Test
    void rotatesKeysOfFilesAsWell() {
        factory.activeOrFirst("clinic-1", KeyUsage.FILE, "system", "test", event -> {});
        pass(AGE.plusSeconds(1));

        node(RotationSchedule.byAge(AGE)).rotateIfDue();

        assertThat(store.findAll("clinic-1", KeyUsage.FILE))
                .extracting(row -> row.identity().version())
                .containsExactly(2, 1);
        assertThat(store.findAll("clinic-1", KeyUsage.FIELD)).isEmpty();
    }

    @Test
    void looksForOldKeysWhenANodeStarts() {
        initialize("clinic-1");
        pass(AGE.plusSeconds(1));

        node(RotationSchedule.byAge(AGE)).rotateIfDue();

        assertThat(versions("clinic-1")).containsExactly(2, 1);
    }

    @Test
    void rotatesOnceHoweverLateTheNodesComeToTheSameTime() {
        initialize("clinic-1");
        List<ScheduledRotation> nodes = List.of(node(daily()), node(daily()), node(daily()));
        pass(Duration.ofDays(1));

        for (ScheduledRotation node : nodes) {
            node.rotateIfDue();
            pass(Duration.ofMinutes(7));
        }

        assertThat(versions("clinic-1")).containsExactly(2, 1);
        assertThat(reports).hasSize(1);
    }

    @Test
    void triesTenantsAgainThatFailedAndDoesNotStopForThem() {
        initialize("clinic-1");
        initialize("clinic-2");
        initialize("clinic-3");
        ScheduledRotation node = node(daily());
        denied.add("clinic-2");
        pass(Duration.ofDays(1));

        node.rotateIfDue();

        assertThat(versions("clinic-1")).containsExactly(2, 1);
        assertThat(versions("clinic-2")).containsExactly(1);
        assertThat(versions("clinic-3")).containsExactly(2, 1);
        assertThat(reports.get(0).failures())
                .extracting(KeyRotationReport.Failure::tenant)
                .containsExactly("clinic-2");

        denied.clear();
        pass(Duration.ofHours(1));
        node.rotateIfDue();
        assertThat(versions("clinic-2")).containsExactly(2, 1);
        assertThat(versions("clinic-1")).containsExactly(2, 1);
    }

    @Test
    void goesOnWhenWhateverFollowsARotationFails() {
        initialize("clinic-1");
        ScheduledRotation node = new ScheduledRotation(
                daily(),
                rotations,
                report -> {
                    throw new IllegalStateException("told to fail");
                },
                clock,
                Duration.ZERO);

        for (int day = 0; day < 2; day++) {
            pass(Duration.ofDays(1));
            node.rotateIfDue();
        }

        assertThat(versions("clinic-1")).containsExactly(3, 2, 1);
    }

    @Test
    void waitsByItselfAtMostSoLongForItsNodesTurn() {
        initialize("clinic-1");
        ScheduledRotation node = new ScheduledRotation(daily(), rotations, reports::add, clock, Duration.ofMinutes(5));
        pass(Duration.ofDays(1).plusMinutes(5));

        node.rotateIfDue();

        assertThat(versions("clinic-1")).containsExactly(2, 1);
    }

    @Test
    void refusesToRotateAllTheTime() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> RotationSchedule.byAge(Duration.ofMinutes(59)))
                .withMessageContaining("columnseal.rotation.max-age");
    }

    @Test
    void runsOnAThreadOfTheInstanceUntilThatIsClosed() throws InterruptedException {
        initialize("clinic-1");
        pass(Duration.ofDays(1));
        CountDownLatch rotated = new CountDownLatch(1);
        // The jitter is at most five minutes
        RotationSchedule overdue = new RotationSchedule() {
            @Override
            public Run first(Instant started) {
                return new Run(started.minus(Duration.ofMinutes(6)), started);
            }

            @Override
            public Run next(Instant last) {
                return null;
            }
        };

        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(store)
                .clock(clock)
                .rotation(overdue)
                .afterRotation(report -> rotated.countDown())
                .build()) {
            assertThat(rotated.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seal.keys().history("clinic-1")).hasSize(2);
        }
    }

    private RotationSchedule daily() {
        return new RotationSchedule() {
            @Override
            public Run first(Instant started) {
                return next(started);
            }

            @Override
            public Run next(Instant last) {
                Instant midnight = last.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
                return new Run(midnight, midnight);
            }
        };
    }

    private ScheduledRotation node(RotationSchedule schedule) {
        return new ScheduledRotation(schedule, rotations, reports::add, clock, Duration.ZERO);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private List<Integer> versions(String tenant) {
        return store.findAll(tenant, KeyUsage.FIELD).stream()
                .map(row -> row.identity().version())
                .toList();
    }

    private KeyInfo initialize(String tenant) {
        try (CeremonyOutcome outcome = factory.activeOrFirst(tenant, KeyUsage.FIELD, "test", "test", event -> {})) {
            return outcome.active().info();
        }
    }
}
