package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** In a process whose generators repeat themselves, as those of a restored snapshot do. */
@Isolated
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the default generator is the operating system's there")
class RandomBytesTest {

    @RegisterExtension
    final ReplacedRandomness randomness =
            new ReplacedRandomness().with("Repeating", Zeros::new).with("DRBG", Seeded::new);

    @Test
    void drawsKeysFromTheOperatingSystem() {
        assertThat(new SecureRandom().nextLong())
                .as("the process repeats itself")
                .isZero();

        assertThat(RandomBytes.next(32)).isNotEqualTo(RandomBytes.next(32)).isNotEqualTo(new byte[32]);
    }

    /** The JDK serves {@code nextBytes} of the system's generator from a buffer of its own. */
    @Test
    void drawsKeysPastTheBufferOfTheJdk() {
        randomness.remove();
        ReplacedRandomness buffered = new ReplacedRandomness().with("NativePRNGNonBlocking", Buffered::new);
        buffered.install();
        try {
            assertThat(RandomBytes.next(3)).containsExactly(7, 7, 7);
        } finally {
            buffered.remove();
        }
    }

    @Test
    void seedsNoncesFromTheOperatingSystem() {
        byte[] one = new byte[96];
        byte[] other = new byte[96];
        new NonceGenerator(Long.MAX_VALUE).fill(one, 0);
        new NonceGenerator(Long.MAX_VALUE).fill(other, 0);

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void seedsNoncesAnewWhenTheirSeedIsOld() {
        NonceGenerator generator = new NonceGenerator(100);
        byte[] first = draw(generator, 7);

        assertThat(draw(generator, 106)).isEqualTo(first);
        byte[] second = draw(generator, 107);
        assertThat(second).isNotEqualTo(first);
        assertThat(draw(generator, 206)).isEqualTo(second);
        assertThat(draw(generator, 207)).isNotIn(first, second);
    }

    private static byte[] draw(NonceGenerator generator, long now) {
        byte[] bytes = new byte[48];
        generator.fill(bytes, now);
        return bytes;
    }

    /** One whose buffer must not be read: what nextBytes gives was drawn before. */
    private static final class Buffered extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void engineSetSeed(byte[] seed) {
            // Changes nothing
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 1);
        }

        @Override
        protected byte[] engineGenerateSeed(int numBytes) {
            byte[] drawn = new byte[numBytes];
            Arrays.fill(drawn, (byte) 7);
            return drawn;
        }
    }

    private static final class Zeros extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void engineSetSeed(byte[] seed) {
            // Restored as it was
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            // Zeros
        }

        @Override
        protected byte[] engineGenerateSeed(int numBytes) {
            return new byte[numBytes];
        }
    }

    /** Nothing but its seed. */
    private static final class Seeded extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1;

        private byte[] seed = {};

        @Override
        protected void engineSetSeed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int numBytes) {
            return new byte[numBytes];
        }
    }
}
