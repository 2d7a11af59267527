package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a KMS or a listener of somebody else's making throws does not end the schedule for the life of the process. */
class RotationErrorTest {

    private static final String CLINIC = "clinic-1";

    private final TestNode node = new TestNode(new InMemoryDataKeyStore());
    private Instant now = Instant.now().plus(Duration.ofDays(91));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void triesAgainAfterAnError() {
        ScheduledRotation schedule = new ScheduledRotation(
                RotationSchedule.byAge(Duration.ofDays(90)),
                node.rotations,
                report -> {
                    throw new NoClassDefFoundError("of what follows");
                },
                ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
                Duration.ZERO);
        node.seal(CLINIC);
        node.kms.duringUnwrap = () -> {
            throw new NoClassDefFoundError("of a KMS");
        };

        schedule.rotateIfDue();
        assertThat(node.keys.history(CLINIC))
                .filteredOn(key -> key.state() == KeyState.ACTIVE)
                .singleElement()
                .satisfies(key -> assertThat(key.version()).isEqualTo(1));
        now = now.plus(Duration.ofHours(1));
        schedule.rotateIfDue();

        assertThat(node.keys.history(CLINIC))
                .filteredOn(key -> key.state() == KeyState.ACTIVE)
                .singleElement()
                .satisfies(key -> assertThat(key.version()).isEqualTo(3));
    }
}
