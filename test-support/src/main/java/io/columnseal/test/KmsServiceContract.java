package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a {@link Kms} keeps whose KEK lies in a service: {@link KmsContract}, and what it makes of a service that fails.
 * Callers tell from the type of an error whether to go on with the key they hold, so nothing may take the other's place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KmsServiceContract extends KmsContract {

    /** More requests than this for one call are no retries but a storm. */
    private static final int MOST_REQUESTS = 8;

    private static final int DATA_KEY_BYTES = 32;

    private static final String UNWRAP = "unwrap";
    private static final String GENERATE = "generate";
    private static final String WRAP = "wrap";
    private static final String REWRAP = "rewrap";
    private static final String DESCRIBE = "describe";

    /** The common pool may have but one thread. */
    private static final Executor OWN_THREAD = task -> new Thread(task, "kms-fault").start();

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final Map<KmsFault, Encounter> encounters = new EnumMap<>(KmsFault.class);
    private Kms kms;

    /** The service that {@link #openKms} speaks with. */
    protected abstract KmsService service();

    /** What this service can be made to do; all of them unless said otherwise. */
    protected Set<KmsFault> faults() {
        return EnumSet.allOf(KmsFault.class);
    }

    @Override
    protected final Map<String, String> features() {
        return KmsFeatures.measure(
                kms, service(), faults(), fault -> encounter(fault).of(UNWRAP));
    }

    /** What the names of the provider's settings start with, such as {@code columnseal.kms.aws}. */
    protected abstract String settings();

    @BeforeEach
    final void openAgain() {
        service().recover();
        kms = openKms();
    }

    @AfterEach
    final void recover() {
        service().recover();
        if (kms != null) {
            kms.close();
        }
    }

    final Stream<KmsFault> possibleFaults() {
        return faults().stream();
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void namesTheFaultByTheTypeOfTheError(KmsFault fault) {
        Class<?>[] errors = errors(fault).toArray(Class<?>[]::new);

        for (String operation : List.of(UNWRAP, GENERATE, WRAP, REWRAP)) {
            assertThat(encounter(fault).of(operation)).as(operation).isInstanceOfAny(errors);
        }
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void saysWhichKekAndWhichSettingToLookAt(KmsFault fault) {
        Encounter encounter = encounter(fault);

        assertThat(encounter.of(UNWRAP))
                .isInstanceOfSatisfying(
                        KmsException.class, error -> assertThat(error.kekId()).isEqualTo(encounter.kekId()))
                .hasMessageContaining(settings());
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void asksAServiceThatFailsOnlyAFewTimes(KmsFault fault) {
        Encounter encounter = encounter(fault);

        assertThat(encounter.of(UNWRAP)).isInstanceOf(KmsException.class);
        assertThat(encounter.requests()).isBetween(0, MOST_REQUESTS);
    }

    /** Otherwise somebody else tries again as well, each time as often. */
    @Test
    final void saysWhetherItTriesAgain() {
        for (KmsFault fault : List.of(KmsFault.THROTTLED, KmsFault.FAILING)) {
            if (faults().contains(fault)) {
                int requests = encounter(fault).requests();
                assertThat(kms.repeats()).as("%d requests", requests).isEqualTo(requests > 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void servesAgainWhenTheFaultIsOver(KmsFault fault) {
        assertThat(encounter(fault).of(UNWRAP)).isInstanceOf(KmsException.class);
        assertThat(encounter(fault).afterwards()).isNull();
    }

    @Test
    final void getsOverASingleRefusalForTooManyCalls() {
        assumeTrue(faults().contains(KmsFault.THROTTLED), "this service does not throttle");
        WrappedKey wrapped = wrapped();
        service().meet(KmsFault.THROTTLED, 1);

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(DATA_KEY_BYTES);
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void isRetryableOnlyWhereTheFaultMayPass(KmsFault fault) {
        boolean passes = errors(fault).stream().anyMatch(Retryable.class::isAssignableFrom);

        assertThat(encounter(fault).of(UNWRAP) instanceof Retryable).isEqualTo(passes);
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void describesAKekWithoutClaimingThatAFaultyOneWorks(KmsFault fault) {
        Encounter encounter = encounter(fault);

        assertThat(encounter.of(DESCRIBE))
                .satisfiesAnyOf(
                        error -> assertThat(error).isNull(),
                        error -> assertThat(error).isInstanceOf(KmsException.class));
        if (List.of(KmsFault.DISABLED, KmsFault.PENDING_DELETION, KmsFault.MISSING)
                .contains(fault)) {
            assertThat(encounter.described()).isNotEqualTo(KekDescription.Status.ENABLED);
        }
    }

    /** What the type of the error says. Whether an answer of another KEK is a wrong key or none depends on the service. */
    private static Set<Class<? extends KmsException>> errors(KmsFault fault) {
        return switch (fault) {
            case DISABLED, PENDING_DELETION -> Set.of(KmsKeyDisabledException.class);
            case MISSING -> Set.of(KmsKeyNotFoundException.class);
            case DENIED, UNAUTHENTICATED -> Set.of(KmsDeniedException.class);
            case THROTTLED -> Set.of(KmsThrottledException.class);
            case FAILING, DISCONNECTED, SILENT, TRUNCATED, GARBAGE -> Set.of(KmsUnavailableException.class);
            case OTHER_KEK -> Set.of(KmsInvalidCiphertextException.class, KmsKeyNotFoundException.class);
        };
    }

    private WrappedKey wrapped() {
        try (GeneratedDataKey generated = kms.generateDataKey(CONTEXT)) {
            return generated.wrapped();
        }
    }

    /** What is made of the fault, found out once: several facts about it are tested, and each would wait for it. */
    private Encounter encounter(KmsFault fault) {
        return encounters.computeIfAbsent(fault, this::meet);
    }

    private Encounter meet(KmsFault fault) {
        service().recover();
        WrappedKey wrapped = wrapped();
        service().meet(fault);
        int before = service().requests();
        Throwable ofUnwrap = catchThrowable(() -> kms.unwrap(wrapped, CONTEXT));
        int requests = service().requests() - before;
        AtomicReference<KekDescription.@Nullable Status> described = new AtomicReference<>();
        Map<String, @Nullable Throwable> failures = atOnce(Map.of(
                GENERATE, () -> kms.generateDataKey(CONTEXT).close(),
                WRAP, () -> kms.wrap(new byte[DATA_KEY_BYTES], CONTEXT),
                REWRAP, () -> kms.rewrap(wrapped, CONTEXT),
                DESCRIBE, () -> described.set(kms.describe().status())));
        failures.put(UNWRAP, ofUnwrap);
        service().recover();
        Throwable afterwards =
                catchThrowable(() -> assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(DATA_KEY_BYTES));
        return new Encounter(wrapped.kekId(), failures, described.get(), requests, afterwards);
    }

    private static Map<String, @Nullable Throwable> atOnce(Map<String, ThrowingCallable> operations) {
        Map<String, CompletableFuture<@Nullable Throwable>> running = new TreeMap<>();
        operations.forEach((name, operation) ->
                running.put(name, CompletableFuture.supplyAsync(() -> catchThrowable(operation), OWN_THREAD)));
        Map<String, @Nullable Throwable> failures = new TreeMap<>();
        running.forEach((name, failure) -> failures.put(name, failure.join()));
        return failures;
    }

    /**
     * What happened.
     *
     * @param kekId the KEK that wrapped what was to be unwrapped
     * @param failures by the operation; null where there was none
     * @param described the state that the service told
     * @param requests how many an unwrap made
     * @param afterwards failure of the next unwrap, when the fault was over; null if it served
     */
    private record Encounter(
            String kekId,
            Map<String, @Nullable Throwable> failures,
            KekDescription.@Nullable Status described,
            int requests,
            @Nullable Throwable afterwards) {

        @Nullable Throwable of(String operation) {
            return failures.get(operation);
        }
    }
}
