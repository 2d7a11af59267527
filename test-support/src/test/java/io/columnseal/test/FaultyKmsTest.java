package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyKmsTest extends KmsContract {

    private static final EncryptionContext CONTEXT = EncryptionContext.of("test", "clinic-1", "1", "FIELD");

    private final List<Duration> passed = new ArrayList<>();
    private final FaultyKms kms = new FaultyKms(new TestKms(), passed::add);
    private final WrappedKey wrapped = kms.wrap(new byte[32], CONTEXT);

    @Override
    protected Kms openKms() {
        return new FaultyKms(new TestKms());
    }

    @Test
    void failsAsTheClientOfAServiceDoes() {
        assertThatThrownBy(() -> meeting(KmsFault.THROTTLED)).isInstanceOf(KmsThrottledException.class);
        assertThatThrownBy(() -> meeting(KmsFault.DISCONNECTED)).isInstanceOf(KmsUnavailableException.class);
        assertThatThrownBy(() -> meeting(KmsFault.DENIED)).isInstanceOf(KmsDeniedException.class);
        assertThatThrownBy(() -> meeting(KmsFault.PENDING_DELETION)).isInstanceOf(KmsKeyDisabledException.class);
        assertThat(kms.faults()).isEqualTo(4);

        kms.recover();
        assertThat(kms.unwrap(wrapped, CONTEXT)).containsOnly(0);
        assertThat(kms.calls()).isEqualTo(6);
    }

    @Test
    void letsTimePassOnTheClockThatItIsGiven() {
        kms.answerAfter(Duration.ofMillis(50));
        byte[] unused = kms.unwrap(wrapped, CONTEXT);
        assertThatThrownBy(() -> meeting(KmsFault.SILENT)).isInstanceOf(KmsUnavailableException.class);

        assertThat(passed).containsExactly(Duration.ZERO, Duration.ofMillis(50), FaultyKms.CLIENT_TIMEOUT);
    }

    @Test
    void answersWithOtherKeysThanItWrapped() {
        assertThat(meeting(KmsFault.OTHER_KEK)).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(meeting(KmsFault.GARBAGE)).isNotEqualTo(new byte[32]);

        kms.meet(KmsFault.OTHER_KEK);
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            kms.recover();
            assertThat(kms.unwrap(generated.wrapped(), CONTEXT)).isNotEqualTo(generated.plaintext());
        }
    }

    @Test
    void goesWrongWithAPartOfItsCalls() {
        kms.meet(KmsFault.OTHER_KEK, 0.3);
        for (int i = 0; i < 1_000; i++) {
            byte[] unused = kms.unwrap(wrapped, CONTEXT);
        }

        assertThat(kms.faults()).isBetween(250L, 350L);
    }

    private byte[] meeting(KmsFault fault) {
        kms.meet(fault);
        return kms.unwrap(wrapped, CONTEXT);
    }
}
