package io.columnseal;

import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something a {@link SealListener} is told. New kinds may be added in any release. */
public sealed interface SealEvent {

    /** A tenant's first key of a usage became active. */
    record KeyCreated(KeyId key, String tenant, KeyUsage usage, String actor) implements SealEvent {}

    /** A new key became active in place of an older one. */
    record KeyRotated(KeyId key, KeyId previous, String tenant, KeyUsage usage, String actor, String reason)
            implements SealEvent {}

    /**
     * A key was wrapped anew, under another KEK or for another recovery key.
     *
     * @param previousKekId the same as {@code kekId} if only the recovery key is another one
     */
    record KeyRewrapped(KeyId key, String tenant, String kekId, String previousKekId, String actor, String reason)
            implements SealEvent {}

    /** Every row has its next value in unique indexes, which are written under the new INDEX key alone from now on. */
    record IndexKeySuperseded(KeyId key, KeyId successor, String tenant, String actor, String reason)
            implements SealEvent {}

    /** No index value of a replaced INDEX key is stored any more, and nobody looks for one from now on. */
    record IndexRotationEnded(KeyId key, KeyId successor, String tenant, String actor, String reason)
            implements SealEvent {}

    /** A key was switched off or on again, or came nearer to its end. */
    record KeyStateChanged(
            KeyId key, String tenant, KeyUsage usage, KeyState from, KeyState to, String actor, String reason)
            implements SealEvent {}

    /**
     * Alert: a key is known or feared to be leaked. It opens only; its values are to be moved.
     *
     * @param successor the key that was made in its place; null if it was replaced before
     */
    record KeyCompromised(
            KeyId key, @Nullable KeyId successor, String tenant, KeyUsage usage, String actor, String reason)
            implements SealEvent {}

    /**
     * Alert: somebody asked for an operation on keys and may not have it done.
     *
     * @param subject as {@link io.columnseal.key.KeyAccess#subject}
     * @param requested as {@link io.columnseal.key.KeyAccess#requested}
     */
    record KeyOperationRefused(
            KeyOperation operation,
            KeyOperationRefusedException.Refusal refusal,
            String actor,
            @Nullable String tenant,
            @Nullable KeyId key,
            @Nullable String subject,
            @Nullable KeyOperation requested)
            implements SealEvent {}

    /** Alert: a value named a key that waited for its erasure. The key opens again. */
    record DestructionCancelled(KeyId key, String tenant) implements SealEvent {}

    /**
     * Seals under a key were counted before they are made: {@code reserved} by this node just now, {@code sealCount} by
     * all, an upper bound. The key is replaced at half of its {@link io.columnseal.cipher.Suite#sealLimit()}.
     */
    record SealsReserved(KeyId key, String tenant, long reserved, long sealCount) implements SealEvent {}

    /** A key was unwrapped by the KMS and verified. */
    record KeyLoaded(KeyId key, String tenant, Duration took) implements SealEvent {}

    /** A key could not be read, unwrapped or verified. */
    record KeyLoadFailed(@Nullable KeyId key, @Nullable String tenant, ColumnSealException error)
            implements SealEvent {}

    /** A key left the cache and our copies of it were wiped. */
    record KeyEvicted(KeyId key) implements SealEvent {}

    /** A key row's state does not authenticate; the key opens but no longer seals. */
    record KeyRowRejected(KeyId key, String tenant) implements SealEvent {}

    /** A stored value did not open. */
    record DecryptionFailed(String context, @Nullable KeyId key) implements SealEvent {}

    /** A tenant asked for another tenant's value. */
    record TenantMismatch(String context, KeyId key, String asked, String owner) implements SealEvent {}
}
