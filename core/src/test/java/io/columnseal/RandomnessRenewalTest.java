package io.columnseal;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.internal.crypto.ReplacedRandomness;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.TestKeyRing;
import io.columnseal.kms.LocalKms;
import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomParameters;
import java.security.SecureRandomSpi;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Puts generators in the JVM's place that mark what they draw, so that a nonce tells which generator it is from. */
@Isolated
class RandomnessRenewalTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final int NONCE_OFFSET = 9;

    private final SecureRandom genuine = new SecureRandom();
    private final AtomicInteger generators = new AtomicInteger();

    @RegisterExtension
    final ReplacedRandomness randomness = new ReplacedRandomness()
            .with("DRBG", () -> new MarkingGenerator((byte) generators.incrementAndGet(), genuine));

    @Test
    void usesNothingThatWasDrawnBeforeASnapshotWhenToldOfTheRestore() {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(new InMemoryDataKeyStore())
                .build()) {
            byte before = generatorOfNextNonce(seal.fields());
            assertThat(generatorOfNextNonce(seal.fields())).isEqualTo(before);

            seal.renewRandomness();

            assertThat(generatorOfNextNonce(seal.fields())).isNotEqualTo(before);
        }
    }

    /** Nobody told of the restore, and the monotonic clock goes on where the snapshot stopped it. */
    @Test
    void usesNothingThatWasDrawnBeforeTheWallClockJumped() {
        try (TestKeyRing test = new TestKeyRing()) {
            FieldCipher fields = new KeyRingFieldCipher(test.ring(), event -> {});
            byte before = generatorOfNextNonce(fields);
            assertThat(generatorOfNextNonce(fields)).isEqualTo(before);

            test.jumpWallClock(Duration.ofSeconds(2));

            assertThat(generatorOfNextNonce(fields)).isNotEqualTo(before);
        }
    }

    private static byte generatorOfNextNonce(FieldCipher fields) {
        return fields.encrypt(SSN, new byte[11])[NONCE_OFFSET];
    }

    private static final class MarkingGenerator extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1;

        private final byte mark;
        private final SecureRandom genuine;

        MarkingGenerator(byte mark, SecureRandom genuine) {
            this.mark = mark;
            this.genuine = genuine;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // Its seed is not what is tested
        }

        @Override
        protected void engineNextBytes(byte[] bytes, SecureRandomParameters parameters) {
            engineNextBytes(bytes);
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            genuine.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i += 12) {
                bytes[i] = mark;
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int numBytes) {
            return genuine.generateSeed(numBytes);
        }
    }
}
