package io.columnseal.key;

import io.columnseal.internal.crypto.RandomBytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which operations take two people, and whether a second one has agreed. Safe for use by many threads. */
final class DualControl {

    /** What does as much as others, and takes two people where any of these does. */
    private static final Map<KeyOperation, Set<KeyOperation>> AS_MUCH_AS = Map.of(
            KeyOperation.ROTATE_ALL,
            EnumSet.of(KeyOperation.ROTATE, KeyOperation.ROTATE_FILES),
            // A key passes as unused once the columns that may need it are forgotten
            KeyOperation.FORGET_COLUMN,
            EnumSet.of(KeyOperation.DESTROY),
            // The same at once, and of what is needed
            KeyOperation.SHRED,
            EnumSet.of(KeyOperation.DESTROY),
            KeyOperation.COMPROMISE_KEK,
            EnumSet.of(
                    KeyOperation.COMPROMISE,
                    KeyOperation.REWRAP,
                    KeyOperation.ROTATE,
                    KeyOperation.ROTATE_ALL,
                    KeyOperation.ROTATE_INDEX,
                    KeyOperation.ROTATE_FILES));

    private static final List<Approval.State> OPEN = List.of(Approval.State.REQUESTED, Approval.State.APPROVED);

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final Set<KeyOperation> operations;
    private final Duration expiry;
    private final Clock clock;

    DualControl(DataKeyStore store, SystemKey systemKey, Set<KeyOperation> operations, Duration expiry, Clock clock) {
        this.store = store;
        this.systemKey = systemKey;
        this.operations = operations;
        this.expiry = expiry;
        this.clock = clock;
    }

    /** What takes two people for one key or tenant does so for all of them. */
    boolean isRequiredFor(KeyOperation operation) {
        return operation == KeyOperation.FORCE_DESTROY
                || operations.contains(operation)
                || AS_MUCH_AS.getOrDefault(operation, Set.of()).stream().anyMatch(operations::contains);
    }

    /** Uses up an approval of just this, if there is one: before it is done, so that it is done once at most. */
    Optional<Approval> claim(KeyAccess access) {
        StateMac mac = systemKey.stateMac();
        for (StoredApproval stored : store.approvals().findAll(List.of(Approval.State.APPROVED))) {
            Approval approval = stored.approval();
            if (isFor(approval, access) && isOpen(stored, mac)) {
                Approval executed = approval.decided(Approval.State.EXECUTED, approval.decidedBy());
                if (write(executed, mac, List.of())) {
                    return Optional.of(executed);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFor(Approval approval, KeyAccess access) {
        String decidedBy = approval.decidedBy();
        return approval.operation() == access.operation()
                && Objects.equals(approval.tenant(), access.tenant())
                && Objects.equals(approval.key(), access.key())
                && Objects.equals(approval.subject(), access.subject())
                && ActorName.isSame(approval.requestedBy(), access.actor())
                && decidedBy != null
                && !ActorName.isSame(decidedBy, access.actor());
    }

    /**
     * A request as it is first stored.
     *
     * @param record the entry of the access log that is written with it
     */
    Approval request(KeyAccess access, Function<Approval, AccessLog.Entry> record) {
        Instant now = now();
        String id = HexFormat.of().formatHex(RandomBytes.next(Long.BYTES));
        Approval request = new Approval(
                id,
                access.operation(),
                access.tenant(),
                access.key(),
                access.subject(),
                access.actor(),
                now,
                access.reason(),
                now.plus(expiry),
                Approval.State.REQUESTED,
                null,
                1);
        if (!write(request, systemKey.stateMac(), List.of(record.apply(request)))) {
            throw new IllegalStateException("a random id was taken");
        }
        return request;
    }

    /**
     * The request as it is then; empty if somebody decided, or it was edited, meanwhile.
     *
     * @param record the entry of the access log that is written with it
     */
    Optional<Approval> decide(
            Approval request, Approval.State decision, String by, Function<Approval, AccessLog.Entry> record) {
        Approval decided = request.decided(decision, by);
        return write(decided, systemKey.stateMac(), List.of(record.apply(decided)))
                ? Optional.of(decided)
                : Optional.empty();
    }

    Optional<Approval> find(String id) {
        StateMac mac = systemKey.stateMac();
        return store.approvals().find(id).filter(stored -> isOpen(stored, mac)).map(StoredApproval::approval);
    }

    List<Approval> open() {
        StateMac mac = systemKey.stateMac();
        return store.approvals().findAll(OPEN).stream()
                .filter(stored -> isOpen(stored, mac))
                .map(StoredApproval::approval)
                .toList();
    }

    private boolean isOpen(StoredApproval stored, StateMac mac) {
        return OPEN.contains(stored.approval().state())
                && clock.instant().isBefore(stored.approval().expiresAt())
                && mac.verifies(stored);
    }

    private boolean write(Approval approval, StateMac mac, List<AccessLog.Entry> entries) {
        return store.approvals().write(mac.sign(approval), entries, AccessLogChain.NONE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
