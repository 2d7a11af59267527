package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.KeyUnusableException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.SealEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<AccessLog.Entry> entries = new ArrayList<>();
    private final Refusals refusals = new Refusals(entries::add, executor, Clock.systemUTC());

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void recordsTheFirstAtOnceAndTheOthersByNumber() {
        for (int i = 0; i < 1_000; i++) {
            refusals.on(new SealEvent.DecryptionFailed("patient.ssn", new KeyId(1)));
        }
        assertThat(entries).extracting(AccessLog.Entry::occurrences).containsExactly(1);

        refusals.end();
        assertThat(entries).extracting(AccessLog.Entry::occurrences).containsExactly(1, 999);
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry)
                        .returns("DECRYPT", AccessLog.Entry::operation)
                        .returns("patient.ssn", AccessLog.Entry::context)
                        .returns(new KeyId(1), AccessLog.Entry::keyId)
                        .returns(false, AccessLog.Entry::success));
    }

    /** Contexts, tenants and key ids may be an attacker's choice. */
    @Test
    void cannotBeFloodedByKinds() {
        for (int i = 1; i <= 10_000; i++) {
            refusals.on(new SealEvent.TenantMismatch("column" + i, new KeyId(i), "tenant" + i, "owner"));
        }
        refusals.end();

        assertThat(entries).hasSizeLessThanOrEqualTo(Refusals.MAX_KINDS + 2);
        assertThat(entries.stream().mapToInt(AccessLog.Entry::occurrences).sum())
                .isEqualTo(10_000);
    }

    /** Writes for a tenant that was suspended are no sign of altered values. */
    @Test
    void tellsAValueThatDoesNotOpenFromOneThatIsNotSealed() {
        KeyUnusableException suspended = new KeyUnusableException(new KeyId(1), KeyState.SUSPENDED, "it is off");
        refusals.on(new SealEvent.KeyLoadFailed(null, "clinic-1", suspended));
        refusals.on(new SealEvent.KeyLoadFailed(new KeyId(1), null, suspended));

        assertThat(entries)
                .extracting(AccessLog.Entry::operation, AccessLog.Entry::success)
                .containsExactly(tuple("NO_ACTIVE_KEY", false), tuple("DECRYPT", false));
    }

    @Test
    void leavesToTheKmsWhatTheKmsRefused() {
        refusals.on(new SealEvent.KeyLoadFailed(
                new KeyId(1), "clinic-1", new KmsUnavailableException("kek-1", "down", null)));

        assertThat(entries).isEmpty();
    }
}
