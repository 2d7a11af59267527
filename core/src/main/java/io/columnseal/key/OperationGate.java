package io.columnseal.key;

import io.columnseal.ActorResolver;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.KeyOperationRefusedException.Refusal;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import org.jspecify.annotations.Nullable;

/**
 * The one way to an operation on keys: whoever asks is who he says, and may do it. What is refused is recorded and told.
 * Safe for use by many threads.
 */
final class OperationGate {

    private final @Nullable ActorResolver resolver;
    private final KeyAuthorizer authorizer;
    private final DualControl control;
    private final KekUses log;
    private final SealListener listener;

    OperationGate(OperationRules rules, DualControl control, KekUses log, SealListener listener) {
        this.resolver = rules.actorResolver();
        this.authorizer = rules.authorizer();
        this.control = control;
        this.log = log;
        this.listener = listener;
    }

    /** Who asks on this thread, as far as anybody can tell; {@link AccessLog#SYSTEM_ACTOR} if nobody does. */
    String currentActor() {
        String actor = resolver == null ? null : resolver.currentActor();
        return actor == null ? AccessLog.SYSTEM_ACTOR : actor;
    }

    /**
     * Admits somebody's wish.
     *
     * @return what is done now, by whom
     * @throws KeyOperationRefusedException if he is somebody else, or may not, or not alone
     */
    Deed admit(KeyAccess asked) {
        return approved(permitted(asked));
    }

    /**
     * The first half of admitting: for what can be refused for another reason yet, before an approval is used up.
     *
     * @return by whom he is known to be
     * @throws KeyOperationRefusedException if he is somebody else, or may not
     */
    KeyAccess permitted(KeyAccess asked) {
        StoredText.requireActor(asked.actor());
        StoredText.requireReason(asked.reason());
        KeyAccess access = resolver == null ? asked : asked.by(authenticated(asked, resolver));
        requirePermitted(access);
        return access;
    }

    /**
     * The second half, of what was permitted.
     *
     * @throws KeyOperationRefusedException if he may not alone
     */
    Deed approved(KeyAccess access) {
        if (control.isRequiredFor(access.operation())) {
            requireApproved(access);
        }
        return new Deed(access.operation(), access.actor(), access.reason());
    }

    /** Admits what the library does by itself, whoever's thread it runs on. */
    Deed admitSystem(KeyOperation operation, @Nullable String tenant, @Nullable KeyId key, String reason) {
        KeyAccess access = new KeyAccess(operation, AccessLog.SYSTEM_ACTOR, reason, tenant, key);
        requirePermitted(access);
        return new Deed(operation, access.actor(), reason);
    }

    private String authenticated(KeyAccess asked, ActorResolver resolver) {
        String actual = resolve(asked, resolver);
        if (actual == null) {
            if (!asked.actor().equals(AccessLog.SYSTEM_ACTOR)) {
                throw refused(
                        asked.by(AccessLog.SYSTEM_ACTOR),
                        Refusal.ACTOR,
                        "nobody is authenticated on this thread, so that only \"" + AccessLog.SYSTEM_ACTOR
                                + "\" can be the actor");
            }
            return AccessLog.SYSTEM_ACTOR;
        }
        StoredText.requireActor(actual);
        if (ActorName.isSame(actual, AccessLog.SYSTEM_ACTOR)) {
            throw refused(asked.by(actual), Refusal.ACTOR, "\"" + actual + "\" is the name of the library itself");
        }
        if (!ActorName.isSame(actual, asked.actor())) {
            throw refused(
                    asked.by(actual),
                    Refusal.ACTOR,
                    "the actor that was given is not " + actual + ", who is authenticated. Give keys().currentActor()");
        }
        return actual;
    }

    private @Nullable String resolve(KeyAccess asked, ActorResolver resolver) {
        try {
            return resolver.currentActor();
        } catch (RuntimeException e) {
            // Its message is somebody else's and may hold anything
            throw refused(
                    asked.by(AccessLog.SYSTEM_ACTOR),
                    Refusal.ACTOR,
                    "it cannot be told who asks (" + e.getClass().getName() + ")");
        }
    }

    private void requirePermitted(KeyAccess access) {
        boolean permitted;
        try {
            permitted = authorizer.permits(access);
        } catch (RuntimeException e) {
            throw refused(
                    access,
                    Refusal.NOT_PERMITTED,
                    "the authorizer failed (" + e.getClass().getName() + ")");
        }
        if (!permitted) {
            throw refused(access, Refusal.NOT_PERMITTED, access.actor() + " may not do it");
        }
    }

    private void requireApproved(KeyAccess access) {
        if (control.claim(access).isEmpty()) {
            throw refused(
                    access,
                    Refusal.NOT_APPROVED,
                    "it takes two people: request it with keys().approvals().request(…) or columnseal keys request, have"
                            + " somebody else approve it, then try again");
        }
    }

    /** What the log says of what became of a request. */
    AccessLog.Entry entry(Deed deed, Approval approval) {
        String subject = approval.subject();
        String request = approval.operation() + " " + approval.id();
        return log.entry(deed.operation().name(), deed.actor())
                .key(approval.key())
                .tenant(approval.tenant())
                .context(subject == null ? request : Subject.recorded(request + ": ", subject))
                .reason(deed.reason())
                .build();
    }

    /** Records and tells that something is refused. */
    KeyOperationRefusedException refused(KeyAccess access, Refusal refusal, String problem) {
        String subject = access.subject();
        log.record(log.entry(access.operation().name(), access.actor())
                .key(access.key())
                .tenant(access.tenant())
                .context(subject == null ? null : Subject.recorded("", subject))
                .reason(access.reason())
                .failed(refusal.name()));
        listener.on(new SealEvent.KeyOperationRefused(
                access.operation(),
                refusal,
                access.actor(),
                access.tenant(),
                access.key(),
                subject,
                access.requested()));
        return new KeyOperationRefusedException(
                access.operation(), refusal, access.tenant(), access.key(), subject, problem);
    }
}
