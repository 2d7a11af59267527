package io.columnseal.test;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A real KMS for tests, under a KEK that lives as long as this object: counts its calls, and fails, dawdles or waits
 * when told to. Nodes that share a database share one of these. Safe for use by many threads; closing does nothing, so
 * that it survives the instances it is given to.
 */
public final class TestKms implements Kms {

    /** What is asked of a KMS. */
    public enum Call {
        GENERATE,
        WRAP,
        UNWRAP
    }

    private static final int KEK_BYTES = 32;

    private final LocalKms kms = LocalKms.fromHex(randomHex());
    private final AtomicIntegerArray counts = new AtomicIntegerArray(Call.values().length);
    private volatile Consumer<Call> before = call -> {};

    /** Does this on the thread of every call before the call is served; replaces what was set before. */
    public void beforeEach(Consumer<Call> action) {
        before = action;
    }

    /** Serves every call at once again. */
    public void recover() {
        beforeEach(call -> {});
    }

    /**
     * Fails every call.
     *
     * @param error makes the error, given the KEK's id
     */
    public void failWith(Function<String, KmsException> error) {
        beforeEach(call -> {
            throw error.apply(kekId());
        });
    }

    /** Fails every call of one kind, serves the others. */
    public void failWith(Call failing, Function<String, KmsException> error) {
        beforeEach(call -> {
            if (call == failing) {
                throw error.apply(kekId());
            }
        });
    }

    /** Fails every call as a service does that cannot be reached. */
    public void becomeUnavailable() {
        failWith(kek -> new KmsUnavailableException(kek, "told to be unavailable", null));
    }

    /** Fails every call as a service does that is asked too often. */
    public void becomeThrottled() {
        failWith(kek -> new KmsThrottledException(kek, "told to throttle", null));
    }

    /** Fails every call as a service does that denies permission. */
    public void becomeDenied() {
        failWith(kek -> new KmsDeniedException(kek, "told to deny", null));
    }

    /** Fails every call as a service does whose KEK is disabled. */
    public void becomeDisabled() {
        failWith(kek -> new KmsKeyDisabledException(kek, "told to be disabled", null));
    }

    /** Serves every call after this time. */
    public void becomeSlow(Duration delay) {
        beforeEach(call -> {
            long end = System.nanoTime() + delay.toNanos();
            for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        });
    }

    /** Lets calls wait until the returned gate is opened. */
    public Gate holdCalls() {
        Gate gate = new Gate();
        beforeEach(call -> gate.pass());
        return gate;
    }

    /** How many calls of this kind arrived, refused ones included. */
    public int calls(Call call) {
        return counts.get(call.ordinal());
    }

    /** How many calls arrived, refused ones included. */
    public int calls() {
        return IntStream.range(0, counts.length()).map(counts::get).sum();
    }

    @Override
    public String kekId() {
        return kms.kekId();
    }

    @Override
    public boolean knows(String kekId) {
        return kms.knows(kekId);
    }

    @Override
    public boolean isSameKek(String kekId, String other) {
        return kms.isSameKek(kekId, other);
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        arrived(Call.GENERATE);
        return kms.generateDataKey(context);
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        arrived(Call.WRAP);
        return kms.wrap(dataKey, context);
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        arrived(Call.UNWRAP);
        return kms.unwrap(wrappedKey, context);
    }

    @Override
    public String toString() {
        return "TestKms[" + kekId() + "]";
    }

    private void arrived(Call call) {
        counts.incrementAndGet(call.ordinal());
        before.accept(call);
    }

    private static String randomHex() {
        byte[] kek = new byte[KEK_BYTES];
        new SecureRandom().nextBytes(kek);
        return HexFormat.of().formatHex(kek);
    }
}
