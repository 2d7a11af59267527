package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("test", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private Kms kms;

    /** The service that {@link #openKms} speaks with. */
    protected abstract KmsService service();

    /** What this service can be made to do; all of them unless said otherwise. */
    protected Set<KmsFault> faults() {
        return EnumSet.allOf(KmsFault.class);
    }

    @Override
    protected final Map<String, String> features() {
        return KmsFeatures.measure(kms, service(), faults());
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
        WrappedKey wrapped = wrapped();
        service().meet(fault);

        Class<?>[] errors = errors(fault).toArray(Class<?>[]::new);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOfAny(errors);
        assertThatThrownBy(() -> kms.generateDataKey(CONTEXT).close()).isInstanceOfAny(errors);
        assertThatThrownBy(() -> kms.wrap(new byte[DATA_KEY_BYTES], CONTEXT)).isInstanceOfAny(errors);
        assertThatThrownBy(() -> kms.rewrap(wrapped, CONTEXT)).isInstanceOfAny(errors);
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void saysWhichKekAndWhichSettingToLookAt(KmsFault fault) {
        WrappedKey wrapped = wrapped();
        service().meet(fault);

        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT))
                .isInstanceOfSatisfying(
                        KmsException.class, error -> assertThat(error.kekId()).isEqualTo(wrapped.kekId()))
                .hasMessageContaining(settings());
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void asksAServiceThatFailsOnlyAFewTimes(KmsFault fault) {
        WrappedKey wrapped = wrapped();
        service().meet(fault);
        int before = service().requests();

        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsException.class);
        assertThat(service().requests() - before).isBetween(0, MOST_REQUESTS);
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void servesAgainWhenTheFaultIsOver(KmsFault fault) {
        WrappedKey wrapped = wrapped();
        service().meet(fault);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT)).isInstanceOf(KmsException.class);
        service().recover();

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(DATA_KEY_BYTES);
    }

    @Test
    final void getsOverASingleRefusalForTooManyCalls() {
        assumeTrue(faults().contains(KmsFault.THROTTLED), "this service does not throttle");
        WrappedKey wrapped = wrapped();
        service().meet(KmsFault.THROTTLED, 1);

        assertThat(kms.unwrap(wrapped, CONTEXT)).hasSize(DATA_KEY_BYTES);
    }

    @Test
    final void isRetryableOnlyWhereTheFaultMayPass() {
        WrappedKey wrapped = wrapped();
        for (KmsFault fault : faults()) {
            service().meet(fault);
            boolean passes = errors(fault).stream().anyMatch(Retryable.class::isAssignableFrom);
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT))
                    .as("%s", fault)
                    .satisfies(error -> assertThat(error instanceof Retryable).isEqualTo(passes));
        }
    }

    @ParameterizedTest
    @MethodSource("possibleFaults")
    final void describesAKekWithoutClaimingThatAFaultyOneWorks(KmsFault fault) {
        service().meet(fault);

        KekDescription.Status status;
        try {
            status = kms.describe().status();
        } catch (KmsException e) {
            return;
        }
        if (List.of(KmsFault.DISABLED, KmsFault.PENDING_DELETION, KmsFault.MISSING)
                .contains(fault)) {
            assertThat(status).isNotEqualTo(KekDescription.Status.ENABLED);
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
}
