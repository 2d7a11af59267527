package io.columnseal.test;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A KMS that goes wrong by a schedule, before another one that does not: each call is asked for its fault, which shows as
 * it does behind a client of a real service. Safe for use by many threads; closing does nothing.
 */
public final class FaultyKms implements Kms {

    /** When the client of a service that keeps silent gives up. */
    public static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(6);

    private static final String PROBLEM = "told to be at fault";

    private final Kms kms;
    private final Consumer<Duration> sleep;
    private final Random random = new Random(1);
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile Schedule schedule = call -> null;
    private volatile Duration latency = Duration.ZERO;

    /** Says what goes wrong with a call. */
    @FunctionalInterface
    public interface Schedule {

        /**
         * The fault of a call.
         *
         * @param call its number, from 1
         * @return null if nothing goes wrong
         */
        @Nullable KmsFault faultOf(long call);
    }

    /** One that takes its time by letting threads wait. */
    public FaultyKms(Kms kms) {
        this(kms, time -> LockSupport.parkNanos(time.toNanos()));
    }

    /** @param sleep lets time pass: that of a clock which a test sets, say */
    public FaultyKms(Kms kms, Consumer<Duration> sleep) {
        this.kms = kms;
        this.sleep = sleep;
    }

    /** Goes wrong by this schedule from now on. */
    public void follow(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Goes wrong with every call from now on. */
    public void meet(KmsFault fault) {
        follow(call -> fault);
    }

    /** Goes wrong with a part of the calls from now on, by chance, and with the same ones in every run. */
    public void meet(KmsFault fault, double part) {
        follow(call -> random.nextDouble() < part ? fault : null);
    }

    /** Serves all calls from now on, as slowly as before. */
    public void recover() {
        follow(call -> null);
    }

    /** Takes so long for every call from now on. */
    public void answerAfter(Duration latency) {
        this.latency = latency;
    }

    /** How many calls arrived. */
    public long calls() {
        return calls.get();
    }

    /** How many of them went wrong. */
    public long faults() {
        return faults.get();
    }

    @Override
    public boolean authenticates() {
        return kms.authenticates();
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
        KmsFault fault = arrived();
        GeneratedDataKey key = kms.generateDataKey(context);
        if (fault == null) {
            return key;
        }
        WrappedKey wrapped = fault == KmsFault.GARBAGE ? new WrappedKey(kekId(), garbage()) : key.wrapped();
        return new GeneratedDataKey(falsified(fault, key.plaintext()), wrapped);
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        KmsFault fault = arrived();
        return fault == null ? kms.wrap(dataKey, context) : new WrappedKey(kekId(), garbage());
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        KmsFault fault = arrived();
        byte[] key = kms.unwrap(wrappedKey, context);
        return fault == null ? key : falsified(fault, key);
    }

    @Override
    public KekDescription describe() {
        KmsFault unused = arrived();
        return kms.describe();
    }

    /** The fault of a call that is answered nevertheless. */
    private @Nullable KmsFault arrived() {
        KmsFault fault = schedule.faultOf(calls.incrementAndGet());
        sleep.accept(fault == KmsFault.SILENT ? CLIENT_TIMEOUT : latency);
        if (fault == null) {
            return null;
        }
        faults.incrementAndGet();
        if (fault == KmsFault.GARBAGE || fault == KmsFault.OTHER_KEK) {
            return fault;
        }
        throw error(fault);
    }

    private KmsException error(KmsFault fault) {
        return switch (fault) {
            case DISABLED, PENDING_DELETION -> new KmsKeyDisabledException(kekId(), PROBLEM, null);
            case MISSING -> new KmsKeyNotFoundException(kekId(), PROBLEM, null);
            case DENIED, UNAUTHENTICATED -> new KmsDeniedException(kekId(), PROBLEM, null);
            case THROTTLED -> new KmsThrottledException(kekId(), PROBLEM, null);
            case FAILING, DISCONNECTED, SILENT, TRUNCATED, GARBAGE, OTHER_KEK ->
                new KmsUnavailableException(kekId(), PROBLEM, null);
        };
    }

    /** Another key of the right length, or something that is none. */
    private byte[] falsified(KmsFault fault, byte[] key) {
        if (fault == KmsFault.GARBAGE) {
            return garbage();
        }
        byte[] other = new byte[key.length];
        random.nextBytes(other);
        return other;
    }

    private byte[] garbage() {
        byte[] garbage = new byte[1 + random.nextInt(100)];
        random.nextBytes(garbage);
        return garbage;
    }

    @Override
    public String toString() {
        return "FaultyKms[" + kekId() + "]";
    }
}
