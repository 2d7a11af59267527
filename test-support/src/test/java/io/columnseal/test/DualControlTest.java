package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyOperationRefusedException.Refusal;
import io.columnseal.key.AccessLog;
import io.columnseal.key.AccessLogChain;
import io.columnseal.key.Approval;
import io.columnseal.key.ApprovalStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.Keys;
import io.columnseal.key.StoredApproval;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes two people is not done by one. */
class DualControlTest {

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private boolean dying;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ColumnSeal seal;
    private Keys keys;

    @BeforeEach
    void open() {
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(new DyingStore())
                .dualControl(Set.of(KeyOperation.ROTATE))
                .approvalExpiry(Duration.ofHours(8))
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .build();
        keys = seal.keys();
        keys.initialize("clinic-1", "j.doe");
    }

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void doesOnceWhatASecondPersonApproved() {
        Approval request = request("j.doe");
        assertThat(keys.approvals().open()).containsExactly(request);

        Approval approved = keys.approvals().approve(request.id(), "a.smith", "as agreed");
        assertThat(approved.state()).isEqualTo(Approval.State.APPROVED);
        assertThat(keys.rotate("clinic-1", "j.doe", "yearly").version()).isEqualTo(2);

        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
        assertThat(keys.history("clinic-1")).hasSize(2);
        assertThat(store.uses())
                .extracting(AccessLog.Entry::operation)
                .containsSubsequence("REQUEST", "APPROVE", "ROTATE", "ROTATE");
    }

    @Test
    void doesNothingAlone() {
        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
        assertRefused(() -> keys.rotateIfDue("clinic-1", 1, "j.doe", "yearly"));
        assertRefused(() -> keys.rotateAll("j.doe", "yearly"));

        request("j.doe");
        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
        assertThat(keys.history("clinic-1")).hasSize(1);
    }

    /** All keys are those of files, too. */
    @ParameterizedTest
    @EnumSource(names = {"ROTATE", "ROTATE_FILES", "ROTATE_ALL"})
    void rotatesAllKeysByTwoPeopleWhereSomeTakeThem(KeyOperation configured) {
        InMemoryDataKeyStore table = new InMemoryDataKeyStore();
        try (ColumnSeal other = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .borrowedKeyStore(table)
                .dualControl(Set.of(configured))
                .build()) {
            assertRefused(() -> other.keys().rotateAll("j.doe", "yearly"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"j.doe", "J.DOE", "ｊ.doe", " j.doe", "j.d\u200Boe", "system", "System"})
    void takesNobodyForASecondPersonWhoIsNone(String approver) {
        Approval request = request("j.doe");

        assertRefused(() -> keys.approvals().approve(request.id(), approver, "as agreed"));
        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
    }

    @Test
    void letsOnlyTheOneWhoRequestedItDoIt() {
        approved();

        assertRefused(() -> keys.rotate("clinic-1", "a.smith", "yearly"));
        assertRefused(() -> keys.rotate("clinic-1", "b.jones", "yearly"));
        assertThat(keys.rotate("clinic-1", "J.Doe", "yearly").version()).isEqualTo(2);
    }

    @Test
    void doesNothingElseThanWhatWasApproved() {
        approved();

        assertRefused(() -> keys.rotate("clinic-2", "j.doe", "yearly"));
        assertThat(keys.history("clinic-2")).isEmpty();
    }

    @Test
    void doesNothingAfterARequestHasExpired() {
        Approval late = request("j.doe");
        approved();
        now = now.plus(Duration.ofHours(8));

        assertThat(keys.approvals().open()).isEmpty();
        assertRefused(() -> keys.approvals().approve(late.id(), "a.smith", "as agreed"));
        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
    }

    @Test
    void doesNothingThatWasRejectedOrTakenBack() {
        Approval rejected = request("j.doe");
        keys.approvals().reject(rejected.id(), "a.smith", "not now");
        assertRefused(() -> keys.approvals().approve(rejected.id(), "b.jones", "as agreed"));

        Approval takenBack = approved();
        keys.approvals().reject(takenBack.id(), "j.doe", "not needed");
        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
    }

    @Test
    void believesNoApprovalThatSomebodyWroteByHand() {
        Approval request = request("j.doe");
        StoredApproval stored = store.approvals().find(request.id()).orElseThrow();
        Approval forged = new Approval(
                request.id(),
                request.operation(),
                request.tenant(),
                request.key(),
                request.subject(),
                request.requestedBy(),
                request.requestedAt(),
                request.reason(),
                request.expiresAt(),
                Approval.State.APPROVED,
                "a.smith",
                2);
        assertThat(store.approvals().write(new StoredApproval(forged, stored.mac())))
                .isTrue();

        assertRefused(() -> keys.rotate("clinic-1", "j.doe", "yearly"));
        assertThat(keys.approvals().open()).isEmpty();
    }

    @Test
    void doesOnceHoweverManyThreadsDoItAtOnce() throws Exception {
        approved();
        int many = 8;
        CyclicBarrier start = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            Callable<Boolean> rotation = () -> {
                start.await();
                try {
                    keys.rotate("clinic-1", "j.doe", "yearly");
                    return true;
                } catch (KeyOperationRefusedException e) {
                    return false;
                }
            };
            int done = 0;
            for (Future<Boolean> outcome : threads.invokeAll(
                    IntStream.range(0, many).mapToObj(i -> rotation).toList())) {
                done += outcome.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(keys.history("clinic-1")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST", "APPROVE", "REJECT"})
    void hasRecordedWhateverIsStoredWhenItsProcessEnds(String operation) {
        String id = operation.equals("REQUEST") ? "" : request("j.doe").id();
        dying = true;

        assertThatExceptionOfType(Dead.class).isThrownBy(() -> {
            switch (operation) {
                case "REQUEST" -> request("j.doe");
                case "APPROVE" -> keys.approvals().approve(id, "a.smith", "as agreed");
                default -> keys.approvals().reject(id, "a.smith", "not now");
            }
        });

        AccessLog.Entry last = store.uses().get(store.uses().size() - 1);
        assertThat(last.operation()).isEqualTo(operation);
        assertThat(last.success()).isTrue();
        assertThat(last.context()).startsWith("ROTATE ");
    }

    @Test
    void leavesTheOtherOperationsToOnePerson() {
        assertThat(keys.suspend("clinic-1", "j.doe", "contract ended")).hasSize(1);
        assertThat(keys.resume("clinic-1", "j.doe", "contract renewed")).hasSize(1);
    }

    private Approval request(String actor) {
        return keys.approvals().request(KeyOperation.ROTATE, "clinic-1", null, actor, "yearly");
    }

    private Approval approved() {
        return keys.approvals().approve(request("j.doe").id(), "a.smith", "as agreed");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(KeyOperationRefusedException.class)
                .isThrownBy(call)
                .satisfies(error -> assertThat(error.refusal()).isEqualTo(Refusal.NOT_APPROVED));
    }

    /** Once it is told to, does not come back from having stored a request. */
    private final class DyingStore extends ForwardingStore implements ApprovalStore {

        DyingStore() {
            super(store);
        }

        @Override
        public ApprovalStore approvals() {
            return this;
        }

        @Override
        public Optional<StoredApproval> find(String id) {
            return store.approvals().find(id);
        }

        @Override
        public List<StoredApproval> findAll(List<Approval.State> states) {
            return store.approvals().findAll(states);
        }

        @Override
        public boolean write(StoredApproval approval, List<AccessLog.Entry> entries, AccessLogChain chain) {
            boolean written = store.approvals().write(approval, entries, chain);
            if (dying) {
                throw new Dead();
            }
            return written;
        }
    }

    private static final class Dead extends Error {
        private static final long serialVersionUID = 1L;
    }
}
