package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.audit.AuditLog;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.Suite;
import io.columnseal.health.HealthCheck;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthSettings;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.LocalKms;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key database that is down while values are sealed and opened. */
class KeyStoreOutageTest {

    private static final FieldContext WARM = FieldContext.of("clinic-1", "patient.ssn");
    private static final FieldContext COLD = FieldContext.of("clinic-2", "patient.ssn");
    private static final byte[] VALUE = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final OutageSettings OUTAGES = OutageSettings.DEFAULT;

    private final ReplaceableStore database = new ReplaceableStore(new InMemoryDataKeyStore());
    private final CoarseClock clock = CoarseClock.standing();
    private final KeyService keys = new KeyService(
            Environment.TEST,
            KekSettings.common(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")),
            SystemKeyPin.NONE,
            null,
            database.store(),
            Suite.AES_256_GCM,
            new KeyRingSettings(TestKeyRing.TTL, TestKeyRing.HARD_LIMIT, 100),
            OUTAGES,
            new ChangeSettings("test", TestKeyRing.HARD_LIMIT, TestKeyRing.HARD_LIMIT),
            OperationRules.NONE,
            new DestructionSettings(DestructionSettings.DEFAULT_DELAY, Duration.ZERO),
            event -> {},
            new AuditSettings("test", entry -> {}),
            Clock.systemUTC(),
            clock,
            new CallerRuns());
    private final KeyRingFieldCipher fields = new KeyRingFieldCipher(keys.ring(), event -> {});
    private byte[] sealed;

    @BeforeEach
    void warmUp() {
        keys.verify();
        sealed = fields.encrypt(WARM, VALUE);
        database.goDown();
    }

    @AfterEach
    void close() {
        database.comeUp();
        keys.close();
    }

    @Test
    void isNotNeededForWarmKeysUpToTheHardLimit() {
        for (int minute = 1; minute < 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(fields.decrypt(WARM, fields.encrypt(WARM, VALUE))).isEqualTo(VALUE);
        }
        clock.advance(Duration.ofMinutes(1));

        assertThatThrownBy(() -> fields.decrypt(WARM, sealed)).isInstanceOf(KeyStoreUnavailableException.class);
        assertThatThrownBy(() -> fields.encrypt(WARM, VALUE)).isInstanceOf(KeyStoreUnavailableException.class);
    }

    @Test
    void isAskedForColdKeysOnlyAFewTimes() {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> fields.encrypt(COLD, VALUE)).isInstanceOf(KeyStoreUnavailableException.class);
        }
        assertThat(database.refused()).isEqualTo(OUTAGES.failures());

        assertThatExceptionOfType(KeyStoreUnavailableException.class)
                .isThrownBy(() -> fields.encrypt(COLD, VALUE))
                .withMessageContaining("tried again");
        assertThat(keys.outages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.service()).isEqualTo("The key database"));
    }

    @Test
    void saysForHowLongNoChangeWasHeardOf() {
        assertThat(keys.silence()).isEmpty();

        clock.advance(TestKeyRing.HARD_LIMIT.multipliedBy(5));

        assertThat(keys.silence()).contains(TestKeyRing.HARD_LIMIT.multipliedBy(5));
        Clock time = Clock.systemUTC();
        HealthCheck check = new HealthCheck(keys, new AuditLog(keys), HealthSettings.DEFAULT, () -> 0, time);
        assertThat(check.run().findings()).anyMatch(finding -> finding.kind() == HealthFinding.Kind.UNHEARD_CHANGES);
    }

    @Test
    void isAskedAgainByItselfWhenItIsUp() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> fields.encrypt(COLD, VALUE)).isInstanceOf(KeyStoreUnavailableException.class);
        }
        database.comeUp();
        clock.advance(CircuitBreaker.FIRST_PAUSE);

        assertThat(fields.decrypt(COLD, fields.encrypt(COLD, VALUE))).isEqualTo(VALUE);
        assertThat(keys.outages()).isEmpty();
    }
}
