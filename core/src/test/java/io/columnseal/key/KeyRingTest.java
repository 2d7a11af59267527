package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.CoarseClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRingTest {

    private final InMemoryKeySource source = new InMemoryKeySource();
    private final CoarseClock clock = CoarseClock.standing();
    private final KeyRing ring = new KeyRing(
            source,
            new KeyRingSettings(Duration.ofMinutes(5), Duration.ofHours(1), 100),
            event -> {},
            clock,
            new CallerRuns());
    private final KeyRingFieldCipher cipher = new KeyRingFieldCipher(ring, event -> {});
    private final FieldContext ssn = FieldContext.of("clinic-1", "patient.ssn");

    @ParameterizedTest
    @EnumSource(Suite.class)
    void opensWhatItSealed(Suite suite) {
        source.suite(suite);
        byte[] value = "123-45-6789".getBytes(StandardCharsets.UTF_8);

        byte[] sealed = cipher.encrypt(ssn, value);

        assertThat(sealed).hasSize(value.length + 38);
        assertThat(SealedValue.header(sealed)).map(SealedValue.Header::suite).contains(suite);
        assertThat(cipher.decrypt(ssn, sealed)).isEqualTo(value);
        assertThat(cipher.decrypt(FieldContext.ofAnyTenant("patient.ssn"), sealed))
                .isEqualTo(value);
    }

    @Test
    void loadsAKeyOnce() {
        byte[] sealed = cipher.encrypt(ssn, new byte[0]);
        cipher.encrypt(ssn, new byte[0]);
        cipher.decrypt(ssn, sealed);

        assertThat(source.loads).hasValue(1);
    }

    @Test
    void sealsUnderTheNewKeyAfterARotationAndOpensTheOldValue() {
        byte[] before = cipher.encrypt(ssn, new byte[1]);
        LoadedKey next = source.rotate("clinic-1");
        ring.adopt(next);

        byte[] after = cipher.encrypt(ssn, new byte[1]);

        assertThat(SealedValue.header(after))
                .map(SealedValue.Header::key)
                .contains(next.identity().id());
        assertThat(cipher.decrypt(ssn, before)).isEqualTo(new byte[1]);
        assertThat(cipher.decrypt(ssn, after)).isEqualTo(new byte[1]);
    }
}
