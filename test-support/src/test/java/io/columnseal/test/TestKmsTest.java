package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TestKmsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final TestKms kms = new TestKms();

    @Test
    void failsAsItIsToldUntilItRecovers() {
        kms.becomeUnavailable();
        assertThatThrownBy(this::generate).isInstanceOf(KmsUnavailableException.class);
        kms.becomeThrottled();
        assertThatThrownBy(this::generate).isInstanceOf(KmsThrottledException.class);
        kms.becomeDenied();
        assertThatThrownBy(this::generate).isInstanceOf(KmsDeniedException.class);
        kms.becomeDisabled();
        assertThatThrownBy(this::generate).isInstanceOf(KmsKeyDisabledException.class);
        kms.recover();
        generate();

        assertThat(kms.calls(TestKms.Call.GENERATE)).isEqualTo(5);
        assertThat(kms.calls(TestKms.Call.UNWRAP)).isZero();
        assertThat(kms.calls()).isEqualTo(5);
    }

    @Test
    void dawdlesWhenToldTo() {
        Duration delay = Duration.ofMillis(30);
        kms.becomeSlow(delay);
        long start = System.nanoTime();
        generate();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    @Timeout(60)
    void holdsCallsUntilItsGateIsOpened() {
        Gate gate = kms.holdCalls();
        CompletableFuture<Void> call = CompletableFuture.runAsync(this::generate);
        gate.awaitCalls(1);
        assertThat(call).isNotDone();

        gate.open();
        call.join();
    }

    @Test
    void survivesTheInstancesItIsGivenTo() {
        kms.close();
        generate();
    }

    private void generate() {
        kms.generateDataKey(CONTEXT).close();
    }
}
