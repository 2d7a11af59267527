package io.columnseal.key;

import io.columnseal.KeyException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.cipher.Suite;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a tenant may get a new key, has it made, and tells of it. */
final class KeyFactory {

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final KeyCeremony ceremony;
    private final Suite suite;
    private final LostKeys lost;

    KeyFactory(DataKeyStore store, SystemKey systemKey, KeyCeremony ceremony, Suite suite) {
        this.store = store;
        this.systemKey = systemKey;
        this.ceremony = ceremony;
        this.suite = suite;
        this.lost = new LostKeys(store);
    }

    /**
     * The active key of a tenant, the first one made if the tenant never had one.
     *
     * @param listener told of the first one
     * @return to be closed
     * @throws KeyUnusableException if it had one that is not active: a suspended or destroyed key is not to be replaced
     *     behind the back of whoever suspended it
     * @throws KeyRejectedException if it had one whose row is gone
     */
    CeremonyOutcome activeOrFirst(String tenant, KeyUsage usage, String actor, String reason, SealListener listener) {
        return active(tenant, usage)
                .map(CeremonyOutcome::found)
                .orElseGet(() -> first(tenant, usage, actor, reason, listener));
    }

    private CeremonyOutcome first(String tenant, KeyUsage usage, String actor, String reason, SealListener listener) {
        requireNoneLost(tenant, usage);
        return perform(new KeyRequest(tenant, usage, suite, actor, reason, KeyOperation.INITIALIZE), null, listener);
    }

    /**
     * A new active key in place of the present one, or the first one, or one of a tenant whose keys open and none seals any
     * more, or are lost.
     *
     * @param listener told of the new one, if this node made it
     * @return to be closed
     * @throws KeyUnusableException if the tenant had keys, none is active, and some are switched off or all destroyed
     */
    CeremonyOutcome successor(String tenant, KeyUsage usage, String actor, String reason, SealListener listener) {
        StoredText.requireTenant(tenant, usage);
        return perform(request(tenant, usage, actor, reason, rotation(usage)), replaced(tenant, usage), listener);
    }

    /**
     * A new active key of values or of files in place of the present one, if that is of this version; otherwise the present
     * one, since somebody else was first.
     *
     * @throws KeyUnusableException if none of the tenant's keys is active
     */
    CeremonyOutcome successorOf(
            String tenant, KeyUsage usage, int expectedVersion, String actor, String reason, SealListener listener) {
        DataKeyRow active = active(tenant, usage).orElseThrow(() -> KeyNotFoundException.ofTenant(tenant));
        return active.identity().version() == expectedVersion
                ? perform(request(tenant, usage, actor, reason, rotation(usage)), active, listener)
                : CeremonyOutcome.found(active);
    }

    /**
     * A new active key in place of one that is leaked, which becomes COMPROMISED with the same write; or the key of a node
     * that was faster.
     */
    CeremonyOutcome replacement(DataKeyRow leaked, String actor, String reason) {
        KeyIdentity identity = leaked.identity();
        if (identity.usage() == KeyUsage.INDEX) {
            Predecessor.of(leaked, store, systemKey.stateMac()).ifPresent(KeyFactory::refuseThird);
        }
        StateMac mac = systemKey.stateMac();
        return ceremony.perform(
                request(identity.tenant(), identity.usage(), actor, reason, KeyOperation.COMPROMISE),
                leaked,
                newKey -> mac);
    }

    /**
     * A new active INDEX key in place of the present one, or the first one, or one of a tenant whose keys seal no more.
     *
     * @throws KeyUnusableException if the present one has itself a predecessor in use, or none is active
     */
    CeremonyOutcome indexSuccessor(String tenant, String actor, String reason, SealListener listener) {
        StoredText.requireTenant(tenant, KeyUsage.INDEX);
        DataKeyRow active = replaced(tenant, KeyUsage.INDEX);
        if (active == null) {
            requireOneInUse(tenant);
        } else {
            Predecessor.of(active, store, systemKey.stateMac()).ifPresent(KeyFactory::refuseThird);
        }
        // Should another node be faster from here on, its key is adopted, since it replaces the same one
        return perform(request(tenant, KeyUsage.INDEX, actor, reason, KeyOperation.ROTATE_INDEX), active, listener);
    }

    /** As what a rotation of such a key is recorded and asked for. */
    static KeyOperation rotation(KeyUsage usage) {
        return usage == KeyUsage.FILE ? KeyOperation.ROTATE_FILES : KeyOperation.ROTATE;
    }

    private KeyRequest request(String tenant, KeyUsage usage, String actor, String reason, KeyOperation operation) {
        return new KeyRequest(tenant, usage, suite, actor, reason, operation, lost.highestVersion(tenant, usage));
    }

    /** Queries would not look for the values of an older one. */
    private void requireOneInUse(String tenant) {
        store.findAll(tenant, KeyUsage.INDEX).stream()
                .filter(row -> Predecessor.isLive(row.state()))
                .skip(1)
                .forEach(row -> {
                    throw new KeyUnusableException(
                            row.identity().id(),
                            row.state(),
                            "it is an INDEX key whose index values may still be stored, as is a newer one: queries look for"
                                    + " those of two keys at most, so no other can be made. Restore the active key's row from"
                                    + " a backup of the key table");
                });
    }

    private static void refuseThird(Predecessor predecessor) {
        throw new KeyUnusableException(
                predecessor.id(),
                predecessor.state(),
                "it is an INDEX key whose index values may still be stored, and queries look for those of two keys at"
                        + " most; its tenant's INDEX key cannot be rotated before they are rebuilt and the rotation is"
                        + " finished: indexRebuild(…).finishRotations(…).run()");
    }

    /** The active key, or empty if the tenant never had a key. */
    private Optional<DataKeyRow> active(String tenant, KeyUsage usage) {
        StoredText.requireTenant(tenant, usage);
        Optional<DataKeyRow> active = store.findActive(tenant, usage);
        if (active.isPresent()) {
            return active;
        }
        if (isNew(tenant, usage)) {
            requireNotSwitchedOff(tenant, usage);
            return active;
        }
        // Unless another node has made the first key since we looked
        return Optional.of(store.findActive(tenant, usage).orElseThrow(() -> withoutActiveKey(tenant, usage)));
    }

    /** The key to replace; none if the tenant is new, or what it has seals no more. */
    private @Nullable DataKeyRow replaced(String tenant, KeyUsage usage) {
        return store.findActive(tenant, usage)
                .or(() -> sealsNoMore(tenant, usage) ? Optional.empty() : active(tenant, usage))
                .orElse(null);
    }

    /**
     * Keys may be left of which none seals, nor will again by itself: after a restore only such as open, since the active one was
     * leaked or destroyed since the backup; or its row is lost, which the log tells. What is switched off is neither.
     * Nothing is sealed for the tenant before somebody asks for a new key.
     */
    private boolean sealsNoMore(String tenant, KeyUsage usage) {
        StateMac mac = systemKey.stateMac();
        List<DataKeyRow> made = store.findAll(tenant, usage).stream()
                .filter(row -> row.state() != KeyState.PENDING)
                .toList();
        List<DataKeyRow> left =
                made.stream().filter(row -> row.state() != KeyState.DESTROYED).toList();
        boolean opensOnly = !left.isEmpty()
                && left.stream()
                        .allMatch(row -> row.state() == KeyState.RETIRED || row.state() == KeyState.COMPROMISED);
        boolean isLost = !made.isEmpty()
                && left.stream().noneMatch(row -> row.state() == KeyState.ACTIVE)
                && !isSwitchedOff(tenant)
                && lost.isAnyGone(tenant);
        return (opensOnly || isLost) && left.stream().allMatch(mac::verifies);
    }

    private boolean isSwitchedOff(String tenant) {
        return new TenantKeys(store, tenant).read().stream().anyMatch(row -> row.state() == KeyState.SUSPENDED);
    }

    private CeremonyOutcome perform(KeyRequest request, @Nullable DataKeyRow predecessor, SealListener listener) {
        StateMac mac = systemKey.stateMac();
        String tenant = request.tenant();
        KeyUsage usage = request.usage();
        // With no row to replace, nothing else notices that the tenant is switched off meanwhile
        Runnable objection =
                predecessor == null && isNew(tenant, usage) ? () -> requireNotSwitchedOff(tenant, usage) : () -> {};
        CeremonyOutcome outcome = ceremony.perform(request, predecessor, newKey -> mac, objection);
        if (outcome.won()) {
            listener.on(event(request, outcome.active().identity(), predecessor));
        }
        return outcome;
    }

    private static SealEvent event(KeyRequest request, KeyIdentity made, @Nullable DataKeyRow predecessor) {
        return predecessor == null
                ? new SealEvent.KeyCreated(made.id(), made.tenant(), made.usage(), request.actor())
                : new SealEvent.KeyRotated(
                        made.id(),
                        predecessor.identity().id(),
                        made.tenant(),
                        made.usage(),
                        request.actor(),
                        request.reason());
    }

    /** PENDING rows were left behind by nodes that stopped half-way; they say nothing of the tenant. */
    private boolean isNew(String tenant, KeyUsage usage) {
        return store.findAll(tenant, usage).stream().allMatch(row -> row.state() == KeyState.PENDING);
    }

    /** A tenant whose values were switched off is not given a first key of another usage either. */
    private void requireNotSwitchedOff(String tenant, KeyUsage first) {
        for (KeyUsage usage : KeyUsage.values()) {
            if (usage != first
                    && !isNew(tenant, usage)
                    && store.findActive(tenant, usage).isEmpty()) {
                throw withoutActiveKey(tenant, usage);
            }
        }
    }

    /** Nothing could tell from the table: to it, the tenant is new, whose lookups find nothing and whose values do not open. */
    private void requireNoneLost(String tenant, KeyUsage first) {
        lost.of(tenant).forEach((id, version) -> {
            throw new KeyRejectedException(
                    id,
                    "the access log knows it as version " + version
                            + " of its tenant's keys, and its row is gone or was"
                            + " edited. Restore it from a backup of the key table. If there is none, "
                            + rotationOf(first) + " makes a first " + first + " key without it, and what only lost ones"
                            + " open stays closed; the tenant's first key of any other usage is asked for likewise:"
                            + " rotate(…) for values, rotateFiles(…) for files, rotateIndex(…) for blind indexes",
                    null);
        });
    }

    private static String rotationOf(KeyUsage usage) {
        return switch (usage) {
            case INDEX -> "keys().rotateIndex(…)";
            case FILE -> "keys().rotateFiles(…)";
            default -> "keys().rotate(…)";
        };
    }

    private KeyException withoutActiveKey(String tenant, KeyUsage usage) {
        DataKeyRow newest = store.findAll(tenant, usage).stream()
                .filter(row -> row.state() != KeyState.PENDING)
                .findFirst()
                .orElseThrow();
        KeyId id = newest.identity().id();
        return newest.state() == KeyState.ACTIVE
                ? new KeyRejectedException(
                        id,
                        "its row is ACTIVE but does not hold the active slot, so it was edited; restore it from a backup"
                                + " of the key table",
                        null)
                : new KeyUnusableException(
                        id, newest.state(), "its tenant has no active key, so nothing can be sealed for it");
    }
}
