package io.columnseal.key;

import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.internal.crypto.ConstantTime;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a new key to life: generated, committed as PENDING, read back, unwrapped and compared, and only then active.
 * Whatever fails in between leaves a PENDING row that never sealed anything and stands in nobody's way. When two nodes
 * do this at once, the store lets one of them activate its key, and the other adopts that one.
 */
final class KeyCeremony {

    /** Every lost round means that another node won it; so many winners at once are a fault. */
    private static final int ROUNDS = 100;

    private final DataKeyStore store;
    private final KmsRouting routing;
    private final @Nullable RecoveryKey recovery;
    private final KeyUnwrapper unwrapper;
    private final KekUses uses;
    private final Environment environment;
    private final Clock clock;

    /** @param recovery wraps every new key a second time, or null */
    KeyCeremony(
            DataKeyStore store,
            KmsRouting routing,
            @Nullable RecoveryKey recovery,
            KeyUnwrapper unwrapper,
            KekUses uses,
            Environment environment,
            Clock clock) {
        this.store = store;
        this.routing = routing;
        this.recovery = recovery;
        this.unwrapper = unwrapper;
        this.uses = uses;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Makes a key active.
     *
     * @param predecessor the active key that is to be replaced, or null for the first key
     * @param macs makes the authenticator of rows, given the new key
     * @return the key that is active afterwards: the new one, or the one of a node that was faster, whose row
     *     authenticates (a SYSTEM key's is for the caller to verify, since it authenticates itself)
     * @throws KeyRejectedException if another row stands in the predecessor's place that no rotation put there
     */
    CeremonyOutcome perform(KeyRequest request, @Nullable DataKeyRow predecessor, Function<byte[], StateMac> macs) {
        return perform(request, predecessor, macs, () -> {});
    }

    /**
     * The same unless something speaks against it by then.
     *
     * @param objection throws if the key, which took calls of the KMS to make, must not become active any more
     */
    CeremonyOutcome perform(
            KeyRequest request, @Nullable DataKeyRow predecessor, Function<byte[], StateMac> macs, Runnable objection) {
        KeyDraft draft = KeyDraft.of(request, environment);
        if (predecessor != null) {
            routing.requireKnown(predecessor);
        }
        if (request.usage() != KeyUsage.SYSTEM) {
            store.findAll(request.tenant(), request.usage(), malformed -> {}).stream()
                    .limit(1)
                    .filter(newest -> newest.state() == KeyState.PENDING)
                    .forEach(left -> unwrapper.requireUnwrapping(left, request.actor()));
        }
        try (GeneratedDataKey generated = generate(draft)) {
            StateMac mac = macs.apply(generated.plaintext());
            for (int round = 0; round < ROUNDS; round++) {
                int version = draft.nextVersion(store);
                Optional<DataKeyRow> winner = winner(request, predecessor, mac);
                if (winner.isPresent()) {
                    return CeremonyOutcome.found(winner.get());
                }
                DataKeyRow pending = mac.sign(draft.pending(version, generated, recovery, now()));
                if (store.write(List.of(pending), List.of(draft.generation(pending)))) {
                    byte[] proven = prove(pending, generated, request.actor());
                    return activate(proven, pending, request, predecessor, mac, objection);
                }
            }
        }
        throw new KeyRejectedException(draft.id(), "no version was free for it; try again", null);
    }

    private GeneratedDataKey generate(KeyDraft draft) {
        KeyIdentity identity = draft.identity(1);
        Kms kms = routing.wrapping(identity);
        try {
            return requireKey(kms.generateDataKey(identity.encryptionContext()), draft.id());
        } catch (KmsException e) {
            // Before there is a SYSTEM key, nothing is written to a table that may not be ours
            if (identity.usage() != KeyUsage.SYSTEM) {
                EntryBuilder use = uses.use(
                                KeyDraft.GENERATE, kms.kekId(), draft.request().actor())
                        .key(draft.id())
                        .tenant(identity.tenant());
                uses.recordFailed(use, e);
            }
            throw e;
        }
    }

    private static GeneratedDataKey requireKey(GeneratedDataKey generated, KeyId id) {
        if (generated.plaintext().length != KeyDerivation.KEY_BYTES) {
            generated.close();
            throw new KmsUnavailableException(
                    generated.wrapped().kekId(),
                    "what it generated as data key " + id + " is no key of 256 bits",
                    null);
        }
        return generated;
    }

    /**
     * The key is read back from the store and unwrapped by the KMS before anything depends on it.
     *
     * @return the key as it was unwrapped
     */
    private byte[] prove(DataKeyRow pending, GeneratedDataKey generated, String actor) {
        KeyId id = pending.identity().id();
        DataKeyRow stored = store.find(id)
                .orElseThrow(() -> new KeyRejectedException(
                        id,
                        "it was committed but is not there; is the key store a read replica or rolled back?",
                        null));
        if (!stored.equals(pending)) {
            throw new KeyRejectedException(
                    id, "its row came back altered; check the types and character set of the key table", null);
        }
        byte[] unwrapped;
        try {
            unwrapped = unwrapper.unwrap(stored, actor);
        } catch (KeyRejectedException | KmsInvalidCiphertextException e) {
            throw lied(generated, id, e);
        }
        // The check value has said the same; nothing is ever sealed because one of the two was wrong
        if (!ConstantTime.equal(unwrapped, generated.plaintext())) {
            Arrays.fill(unwrapped, (byte) 0);
            throw lied(generated, id, null);
        }
        return unwrapped;
    }

    /** The row is as it was written just now, so that it is the KMS that is wrong, which may pass. */
    private static KmsUnavailableException lied(
            GeneratedDataKey generated, KeyId id, @Nullable RuntimeException error) {
        return new KmsUnavailableException(
                generated.wrapped().kekId(), "it unwraps another key than it generated as data key " + id, error);
    }

    private CeremonyOutcome activate(
            byte[] dataKey,
            DataKeyRow pending,
            KeyRequest request,
            @Nullable DataKeyRow predecessor,
            StateMac mac,
            Runnable objection) {
        CeremonyOutcome outcome = null;
        try {
            objection.run();
            outcome = activated(dataKey, pending, request, predecessor, mac);
            return outcome;
        } finally {
            if (outcome == null || !outcome.won()) {
                Arrays.fill(dataKey, (byte) 0);
            }
        }
    }

    private CeremonyOutcome activated(
            byte[] dataKey, DataKeyRow pending, KeyRequest request, @Nullable DataKeyRow predecessor, StateMac mac) {
        DataKeyRow proven = pending;
        DataKeyRow replaced = predecessor;
        for (int round = 0; round < ROUNDS; round++) {
            DataKeyRow active = mac.sign(proven.changed(KeyState.ACTIVE, now(), request.actor(), request.reason()));
            List<DataKeyRow> change =
                    replaced == null ? List.of(active) : List.of(retired(replaced, request, mac), active);
            if (store.write(change, entries(request, active, predecessor))) {
                return CeremonyOutcome.made(active, dataKey);
            }
            Optional<DataKeyRow> winner = winner(request, predecessor, mac);
            if (winner.isPresent()) {
                return CeremonyOutcome.found(winner.get());
            }
            replaced = predecessor == null ? null : stillActive(predecessor);
            proven = stillPending(pending, mac);
        }
        throw new KeyRejectedException(
                pending.identity().id(), "the key store does not let it become active; see its slot column", null);
    }

    /** The SYSTEM key is made before there is anything to record with. */
    private static List<AccessLog.Entry> entries(
            KeyRequest request, DataKeyRow active, @Nullable DataKeyRow predecessor) {
        if (request.usage() == KeyUsage.SYSTEM) {
            return List.of();
        }
        EntryBuilder entry = AccessLog.Entry.change(request.operation().name(), active);
        return List.of((predecessor == null ? entry : entry.previous(predecessor.identity())).build());
    }

    /** A row that does not authenticate must not get a new authenticator just because it is replaced. */
    private DataKeyRow retired(DataKeyRow predecessor, KeyRequest request, StateMac mac) {
        DataKeyRow retired = predecessor.changed(request.replaced(), now(), request.actor(), request.reason());
        return mac.verifies(predecessor) ? mac.sign(retired) : retired;
    }

    /**
     * The key that another node made active meanwhile. Not whichever row says that it is: whoever edits the table could
     * have a rotation end with success and without a new key.
     */
    private Optional<DataKeyRow> winner(KeyRequest request, @Nullable DataKeyRow predecessor, StateMac mac) {
        Optional<DataKeyRow> active = store.findActive(request.tenant(), request.usage());
        if (active.isEmpty() || (predecessor != null && isSameKey(active.get(), predecessor))) {
            return Optional.empty();
        }
        KeyIdentity winner = active.get().identity();
        boolean newer =
                predecessor == null || winner.version() > predecessor.identity().version();
        if (!newer || (winner.usage() != KeyUsage.SYSTEM && !mac.verifies(active.get()))) {
            throw new KeyRejectedException(
                    winner.id(),
                    "its row holds the active slot of its tenant but was edited. Restore the row from a backup of the key"
                            + " table",
                    null);
        }
        return active;
    }

    /** As it is now: it may have been wrapped under another KEK meanwhile, and proven by whoever did so. */
    private DataKeyRow stillPending(DataKeyRow pending, StateMac mac) {
        KeyId id = pending.identity().id();
        if (store.notes().find(id, KeyNote.Kind.COMPROMISED).isPresent()) {
            throw new KeyUnusableException(
                    id,
                    KeyState.PENDING,
                    "the KEK that first wrapped it leaked before it became active. Configure another KEK as the current one"
                            + " on every node, then try again");
        }
        return store.find(id)
                .filter(row -> row.state() == KeyState.PENDING && mac.verifies(row))
                .orElseThrow(() -> new KeyRejectedException(
                        id, "its row was edited before it became active; look at it, then try again", null));
    }

    private DataKeyRow stillActive(DataKeyRow predecessor) {
        KeyId id = predecessor.identity().id();
        Optional<DataKeyRow> now = store.find(id);
        return now.filter(row -> row.state() == KeyState.ACTIVE)
                .orElseThrow(() -> new KeyUnusableException(
                        id,
                        now.map(DataKeyRow::state).orElse(KeyState.DESTROYED),
                        "it was to be replaced but is no longer active; look at it first"));
    }

    private static boolean isSameKey(DataKeyRow row, DataKeyRow other) {
        return row.identity().id().equals(other.identity().id());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
