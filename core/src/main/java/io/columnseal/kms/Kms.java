package io.columnseal.kms;

import io.columnseal.KmsException;
import java.util.Arrays;

/**
 * Wraps and unwraps data keys under a key encryption key (KEK) that never leaves the service.
 *
 * <p>Guaranteed by an implementation: a wrapped key unwraps only under the KEK that wrapped it and with an equal
 * {@link EncryptionContext}; everything else is one of the {@link KmsException}s, never wrong bytes, as far as the
 * service can authenticate (the caller compares the key's check value in any case). No method is called while a lock
 * is held, and calls may block for as long as the implementation's own time-outs. Safe for use by many threads.
 *
 * <p>Key bytes given to and returned by these methods belong to the caller, who wipes them.
 */
public interface Kms extends AutoCloseable {

    /** Id of the KEK under which new keys are wrapped: stable, and no secret. */
    String kekId();

    /**
     * Whether what this KEK wrapped may be unwrapped here: the current one, and those that the configuration names beside
     * it. By it a key finds its KMS where tenants have their own. Asks the service only where nothing else can tell, as
     * behind an alias.
     */
    default boolean knows(String kekId) {
        return kekId.equals(kekId());
    }

    /**
     * Whether two names are those of one KEK, where a service knows one by several, as it does a key with replicas in other
     * regions. Never asks the service.
     */
    default boolean isSameKek(String kekId, String other) {
        return kekId.equals(other);
    }

    /**
     * Makes a new data key of 32 random bytes.
     *
     * @throws KmsException if the service refuses or does not answer
     */
    GeneratedDataKey generateDataKey(EncryptionContext context);

    /**
     * Wraps an existing data key under the current KEK.
     *
     * @throws KmsException if the service refuses or does not answer
     */
    WrappedKey wrap(byte[] dataKey, EncryptionContext context);

    /**
     * Unwraps a data key, under the KEK it names.
     *
     * @return 32 bytes
     * @throws KmsException if the service refuses or does not answer
     */
    byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context);

    /** Wraps a data key anew under the current KEK. Services that can do it without showing the key override this. */
    default WrappedKey rewrap(WrappedKey wrappedKey, EncryptionContext context) {
        byte[] dataKey = unwrap(wrappedKey, context);
        try {
            return wrap(dataKey, context);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /**
     * Whether a key that unwraps was wrapped by somebody whom the service allowed to. Under a KEK with a public half, such
     * as an RSA key, anybody could have wrapped it: then the environment's SYSTEM key has to be known from elsewhere, and
     * no row opens that this one does not authenticate.
     */
    default boolean authenticates() {
        return true;
    }

    /**
     * Whether a call that failed for a reason that may pass was tried several times already, as clients of cloud services
     * do: then nobody repeats it, since a service that is overloaded would get all tries of both.
     */
    default boolean repeats() {
        return false;
    }

    /**
     * Asks the service for the state of the current KEK, for health checks and diagnosis. Where the caller may not ask,
     * or the service does not tell, the status is {@link KekDescription.Status#UNKNOWN}. Otherwise {@link #kekId()} is from
     * then on the name of the KEK that wraps the next key, if it was an alias, or a key without its version, before.
     *
     * @throws KmsException if there is no such KEK, or the service does not answer
     */
    default KekDescription describe() {
        return KekDescription.unknown(kekId());
    }

    /** Releases connections; the KEK stays where it is. Closing again does nothing. */
    @Override
    default void close() {}
}
